import { describe, expect, it } from 'vitest'
import { binned } from '../errors/binned-spectrum.ts'
import { gaussianErrors } from '../errors/gaussian-errors.ts'
import { optimiseGrid } from '../errors/optimise.ts'
import { CIFAR10_SPECTRUM } from './cifar10-spectrum.testing.ts'
import { gridOfDensity } from './density-grid.ts'
import { firstOrderGrid, STEP_LOSSES, stepDemand } from './first-order.ts'
import { STEP_DENSITIES } from './step-densities.ts'

const ends = { sigmaMax: 80, sigmaMin: 0.002 }
const law = binned({ spectrum: CIFAR10_SPECTRUM, model: CIFAR10_SPECTRUM })

describe('what a short step loses', () => {
  it.each([
    ['euler', 'euler'],
    ['heun', 'edm'],
  ] as const)('%s: the logarithm of the gain is off by h^power c to leading order', (stepping, scheme) => {
    const { power, of } = STEP_LOSSES[stepping]
    for (const [l, sigma] of [
      [0.3, 1],
      [2, 0.7],
      [1, 3],
    ]) {
      const off = (h: number) => {
        const process = { family: 'edm', sigmaMax: sigma } as const
        const question = { spectrum: [l], process, scheme, times: [sigma, sigma - h], start: 'exact' } as const
        const [v] = gaussianErrors(question).variances
        return Math.abs(Math.log(v / (l + (sigma - h) ** 2))) / 2 / h ** power
      }
      // to first order in h about the middle of the step
      const h = 0.004
      expect(off(h) / of(l, sigma - h / 2)).toBeCloseTo(1, 2)
    }
  })
})

describe('the first-order law', () => {
  it('comes to the optimum as steps are added: W2 1.17, 1.10, 1.04, 1.012 times it at 6, 10, 20, 50 levels', () => {
    const process = { family: 'edm', sigmaMax: 80 } as const
    for (const [levels, ratio] of [
      [6, 1.17],
      [10, 1.1],
      [20, 1.04],
      [50, 1.012],
    ]) {
      const common = { spectrum: CIFAR10_SPECTRUM, process, scheme: 'euler', start: 'exact' } as const
      const grid = firstOrderGrid({ ...ends, levels, law, stepping: 'euler', objective: 'w2' })
      const { w2 } = gaussianErrors({ ...common, times: [...grid, 0] })
      const best = optimiseGrid({ ...common, points: levels + 1, eps: 0 })
      expect(Math.abs(w2 / best.w2 / ratio - 1)).toBeLessThan(0.01)
    }
  })

  it.each(['w2', 'kl'] as const)('of one eigenvalue is the tangent law, for %s', (objective) => {
    const one = { spectrum: Float64Array.of(0.25), weights: Float64Array.of(1) }
    const grid = firstOrderGrid({ ...ends, levels: 12, law: one, stepping: 'euler', objective })
    const [from, to] = [Math.atan(ends.sigmaMax / 0.5), Math.atan(ends.sigmaMin / 0.5)]
    grid.forEach((sigma, k) => expect(sigma / (0.5 * Math.tan(from + ((to - from) * k) / 11))).toBeCloseTo(1, 3))
    const tangent = gridOfDensity(STEP_DENSITIES.tangent(one), { ...ends, levels: 12 })
    tangent.forEach((sigma, k) => expect(sigma / grid[k]).toBeCloseTo(1, 3))
  })

  it('has the least loss of all densities: any tilt of it costs more', () => {
    const levels = 400
    const grid = firstOrderGrid({ ...ends, levels, law, stepping: 'euler', objective: 'kl' })
    const at = (tilt: number) => {
      const tilted = grid.map((sigma, k) => sigma * Math.exp(tilt * Math.sin((Math.PI * k) / (levels - 1))))
      let sum = 0
      law.spectrum.forEach((l, j) => {
        let lost = 0
        for (let k = 0; k + 1 < levels; k++)
          lost += (tilted[k] - tilted[k + 1]) ** 2 * STEP_LOSSES.euler.of(l, (tilted[k] + tilted[k + 1]) / 2)
        sum += law.weights[j] * lost ** 2
      })
      return sum
    }
    expect(at(0.05)).toBeGreaterThan(at(0))
    expect(at(-0.05)).toBeGreaterThan(at(0))
  })
})

describe('which eigenvalues ask for which steps', () => {
  const demand = stepDemand({ ...ends, levels: 11, law, stepping: 'euler', objective: 'w2' })

  it('adds up to the steps there are, and every direction is in one band', () => {
    const perCell = Math.log(ends.sigmaMax / ends.sigmaMin) / demand.sigma.length
    expect(demand.steps.reduce((sum, density) => sum + density * perCell, 0)).toBeCloseTo(10, 2)
    demand.steps.forEach((whole, i) => {
      expect(demand.bands.reduce((sum, { steps }) => sum + steps[i], 0)).toBeCloseTo(whole, 9)
    })
    expect(demand.bands.reduce((sum, { directions }) => sum + directions, 0)).toBe(3072)
  })

  it('finds large eigenvalues asking at large noise: the top of each band lies lower than that of the band above', () => {
    const tops = demand.bands.map(({ steps }) => demand.sigma[steps.indexOf(Math.max(...steps))])
    tops.forEach((top, i) => expect(i === 0 || top > tops[i - 1]).toBe(true))
  })

  it('is the tangent law of one eigenvalue, in one band', () => {
    const one = { spectrum: Float64Array.of(0.5), weights: Float64Array.of(3) }
    const { bands, sigma, steps } = stepDemand({ ...ends, levels: 11, law: one, stepping: 'euler', objective: 'w2' })
    expect(bands).toHaveLength(1)
    const at = (i: number) => (steps[i] / sigma[i]) * (0.5 + sigma[i] ** 2)
    expect(at(100) / at(600)).toBeCloseTo(1, 6)
  })
})

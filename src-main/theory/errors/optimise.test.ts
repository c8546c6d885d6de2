import { isPlaced } from '#axes/schemes/schemes.ts'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import type { ProcessSpec } from '../process/processes.ts'
import { gaussianErrors, prepare, problemOf, startVariances } from './gaussian-errors.ts'
import { namedTimes } from '../grids/named-times.ts'
import { minimise } from './lbfgs.ts'
import { optimiseGrid } from './optimise.ts'
import { SCHEME_NAMES } from './schemes/schemes.ts'
import { objectiveGradient } from './objective-gradient.ts'

const valley = ([x, y]: Float64Array) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
})

const vp: ProcessSpec = { family: 'vp-linear', betaMin: 0.1, betaMax: 20 }
const edm: ProcessSpec = { family: 'edm', sigmaMax: 80 }
const spectrum = [4, 1, 0.1, 0.001]
const schemes = SCHEME_NAMES.filter(isPlaced)

describe('the gradient of W2^2 in the grid', () => {
  it.each(schemes)('%s: the adjoint agrees with differences of the whole oracle', (scheme) => {
    for (const [process, end, eps] of [
      [vp, 1, 1e-3],
      [edm, 20, 0.01],
    ] as const) {
      const times = Float64Array.from({ length: 9 }, (_, k) => eps + (end - eps) * ((8 - k) / 8) ** 2)
      const asked = { spectrum, process, scheme, sChurn: 2 }
      const prepared = prepare({ ...asked, times })
      const target = {
        spectrum: prepared.spectrum,
        weights: new Float64Array(4).fill(1),
        started: startVariances(prepared),
      }
      const { value, slopes } = objectiveGradient(scheme, problemOf(prepared), target)
      const squared = (grid: Float64Array) => gaussianErrors({ ...asked, times: grid }).w2 ** 2
      expect(value / squared(times)).toBeCloseTo(1, 10)
      for (let i = 1; i < 8; i++) {
        const h = 1e-5 * times[i]
        const difference = (squared(times.with(i, times[i] + h)) - squared(times.with(i, times[i] - h))) / (2 * h)
        expect(Math.abs(slopes[i] - difference)).toBeLessThan(1e-5 * Math.abs(difference) + 1e-7 * value)
      }
    }
  })
})

describe('the gradient of KL in the grid', () => {
  it.each(schemes)('%s: the adjoint agrees with differences of the whole oracle', (scheme) => {
    const times = Float64Array.from({ length: 7 }, (_, k) => 1e-3 + (1 - 1e-3) * ((6 - k) / 6) ** 2)
    const asked = { spectrum: [...spectrum, 0], process: vp, scheme }
    const prepared = prepare({ ...asked, times })
    const weights = new Float64Array(5).fill(1)
    const started = startVariances(prepared)
    const target = { spectrum: prepared.spectrum, weights, started, objective: 'kl' } as const
    const { value, slopes } = objectiveGradient(scheme, problemOf(prepared), target)
    // KL(N(0, v) || N(0, l)) along the four directions that vary
    const divergence = (grid: Float64Array) => {
      const { variances } = gaussianErrors({ ...asked, times: grid })
      return spectrum.reduce((sum, l, j) => sum + (variances[j] / l - 1 + Math.log(l) - Math.log(variances[j])) / 2, 0)
    }
    expect(value / divergence(times)).toBeCloseTo(1, 10)
    for (let i = 1; i < 6; i++) {
      const h = 1e-5 * times[i]
      const difference = (divergence(times.with(i, times[i] + h)) - divergence(times.with(i, times[i] - h))) / (2 * h)
      expect(Math.abs(slopes[i] - difference)).toBeLessThan(1e-5 * Math.abs(difference) + 1e-6 * value)
    }
  })
})

describe('L-BFGS', () => {
  it('finds the bottom of the Rosenbrock valley', () => {
    const { point } = minimise(valley, Float64Array.of(-1.2, 1), { tolerance: 1e-14, most: 1000 })
    expect(point[0]).toBeCloseTo(1, 5)
    expect(point[1]).toBeCloseTo(1, 5)
  })
})

describe('the optimised grid', () => {
  it.each([
    ['euler', edm, 0, 4],
    ['edm', edm, 0, 4],
    ['dpmpp2m', edm, 0, 4],
    ['heun', edm, 0.01, 4],
    ['em', vp, 1e-3, 4],
    ['ei', vp, 1e-3, 4],
    ['ddim', vp, 1e-3, 4],
    ['dpmpp2m', vp, 1e-3, 4],
  ] as const)(
    '%s: is within 1 %% of trying every grid of a fine mesh, for few points',
    (scheme, process, eps, points) => {
      const asked = { spectrum, process, scheme, eps }
      const found = optimiseGrid({ ...asked, points })
      const end = found.times[0]
      const u = (k: number, cells: number) => {
        const c = 0.01 * end ** 0.5
        return c * Math.sinh(Math.asinh(eps / c) + ((Math.asinh(end / c) - Math.asinh(eps / c)) * k) / cells)
      }
      let least = Infinity
      const cells = 60
      for (let i = 1; i < cells; i++) {
        for (let j = 1; j < i; j++) {
          try {
            least = Math.min(least, gaussianErrors({ ...asked, times: [end, u(i, cells), u(j, cells), eps] }).w2)
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
      }
      expect(found.w2).toBeLessThanOrEqual(least * 1.01)
      expect(gaussianErrors({ ...asked, times: found.times }).w2).toBe(found.w2)
    },
  )

  it.each(schemes)('%s: is never worse than the best named grid, for few and many points', (scheme) => {
    for (const points of scheme === 'ei' || scheme === 'edm' ? [3, 100] : [3, 14]) {
      for (const [process, eps] of [
        [vp, 1e-3],
        [edm, 0.002],
      ] as const) {
        const found = optimiseGrid({ spectrum, process, scheme, points, eps })
        expect(found.w2).toBeLessThanOrEqual(found.named[0].w2)
        expect(found.gain).toBeGreaterThanOrEqual(1)
        expect(found.times).toHaveLength(points)
        expect([found.times[0], found.times[points - 1]]).toEqual([process === vp ? 1 : 80, eps])
        found.times.forEach((t, k) => expect(k === 0 || t < found.times[k - 1]).toBe(true))
      }
    }
  })

  it('beats Karras by far at few points, and says by how much', () => {
    const found = optimiseGrid({ spectrum, process: edm, scheme: 'edm', points: 7, eps: 0 })
    const karras = found.named.find(({ name }) => name === 'karras-7')!
    expect(found.w2).toBeLessThan(karras.w2 / 2)
    expect(found.gain).toBeCloseTo(found.named[0].w2 / found.w2, 12)
    expect(found.sigmas).toEqual(found.times)
  })

  it('is another for KL than for W2, each the better in its own', () => {
    const asked = { spectrum, process: edm, scheme: 'euler', points: 8, eps: 0 } as const
    const [w2, kl] = [optimiseGrid(asked), optimiseGrid({ ...asked, objective: 'kl' })]
    expect(kl.kl).toBeLessThan(w2.kl / 1.5)
    expect(w2.w2).toBeLessThan(kl.w2 / 1.1)
    expect(kl.gain).toBe(kl.named[0].kl / kl.kl)
  })

  it('takes grids of others to beat and refuses those that do not fit', () => {
    const mine = [80, 10, 1, 0]
    const found = optimiseGrid({ spectrum, process: edm, scheme: 'euler', points: 4, eps: 0, others: { mine } })
    expect(found.named.map(({ name }) => name)).toContain('mine')
    expect(() =>
      optimiseGrid({ spectrum, process: edm, scheme: 'euler', points: 4, eps: 0, others: { mine: [80, 1, 0] } }),
    ).toThrow(Refusal)
  })
})

describe('named grids', () => {
  it('fall, with both ends assigned, and end in one step to 0', () => {
    const { process } = prepare({ spectrum, process: edm, scheme: 'euler', points: 18 })
    const grids = namedTimes(process, { start: 80, eps: 0, points: 19 })
    expect(Object.keys(grids)).toEqual(['uniform', 'quadratic', 'karras-7', 'karras-3', 'geometric', 'linear'])
    // EDM's own 18 levels: sigma_i = (80^{1/7} + i/17 (.002^{1/7} - 80^{1/7}))^7
    expect(grids['karras-7'][9]).toBeCloseTo((80 ** (1 / 7) + (9 / 17) * (0.002 ** (1 / 7) - 80 ** (1 / 7))) ** 7, 12)
    expect(grids['karras-7'][17]).toBeCloseTo(0.002, 12)
    expect(grids['karras-7'][18]).toBe(0)
  })
})

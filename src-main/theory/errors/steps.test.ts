import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { processOf, type ProcessSpec } from '../process/processes.ts'
import { gaussianErrors } from './gaussian-errors.ts'
import { fewestSteps, uniformError } from './steps.ts'

const ask = () => fewestSteps({ process: ve, spectrum, target: 0.0005 })

const steps = (process: ProcessSpec) =>
  [0.2, 0.1, 0.05, 0.02].map((target) => fewestSteps({ process, spectrum, target }).steps)

const spectrum = [1, 0.1, 0.001]
const vp: ProcessSpec = { family: 'vp-linear', betaMin: 0.1, betaMax: 20 }
const ve: ProcessSpec = { family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 }

describe('fewest steps', () => {
  it('are those measured for W2 <= .2, .1, .05, .02', () => {
    expect(steps(vp)).toEqual([18, 34, 61, 135])
    expect(steps(ve)).toEqual([26, 49, 94, 230])
  })

  it('the error scanned is that of the oracle, and one step fewer misses the target', () => {
    const error = uniformError(processOf(vp), Float64Array.from(spectrum))
    for (const steps of [1, 7, 134, 135]) {
      const oracle = gaussianErrors({ spectrum, process: vp, scheme: 'ei', points: steps + 1, eps: 0 })
      expect(error(steps)).toBeCloseTo(oracle.w2, 11)
    }
    expect(error(134)).toBeGreaterThan(0.02)
    expect(error(134, 0.02)).toBe(Infinity)
  })

  it('beyond the scan agrees with trying every number near the answer', () => {
    const answer = fewestSteps({ process: ve, spectrum, target: 0.0022 })
    expect(answer.steps).toBeGreaterThan(2500)
    const error = uniformError(processOf(ve), Float64Array.from(spectrum))
    expect(error(answer.steps)).toBeLessThanOrEqual(0.0022)
    for (let fewer = 1; fewer < 100; fewer++) expect(error(answer.steps - fewer)).toBeGreaterThan(0.0022)
  })

  it('refuses a target below the floor, and says the floor', () => {
    expect(ask).toThrow(Refusal)
    expect(ask).toThrow(/0\.0015/)
  })

  it('finds a dip beyond the scan, where the discretisation undoes the wrong start of one eigenvalue', () => {
    const [one, target] = [[100], 2e-5]
    const answer = fewestSteps({ process: ve, spectrum: one, target })
    expect(answer.floor).toBeGreaterThan(100 * target)
    expect(answer.w2).toBeLessThanOrEqual(target)
    const error = uniformError(processOf(ve), Float64Array.from(one))
    for (let fewer = 1; fewer < 60; fewer++) expect(error(answer.steps - fewer)).toBeGreaterThan(target)
  })

  it('answers for a large spectrum whether the target can be reached or not', () => {
    const large = Float64Array.from({ length: 3072 }, (_, j) => 200 * Math.exp(-j / 180))
    expect(fewestSteps({ process: vp, spectrum: large, target: 1 }).steps).toBeGreaterThan(50)
    expect(() => fewestSteps({ process: vp, spectrum: large, target: 1e-9 })).toThrow(Refusal)
  })
})

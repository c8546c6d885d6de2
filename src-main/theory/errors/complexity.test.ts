import { describe, expect, it } from 'vitest'
import { complexityAt, complexityTable, measuredSteps } from './complexity.ts'

const row = (name: string, powers = {}) => complexityTable(powers).find((candidate) => candidate.name === name)!
/** d ln K/d ln eps and d ln K/d ln d, far out where logarithms have died down. */
const exponents = (of: (d: number, eps: number) => number) => {
  const [d, eps] = [1e3, 1e-3]
  return [
    Math.log(of(d, eps * 1e-40) / of(d, eps * 1e-41)) / Math.log(10),
    Math.log(of(d * 1e40, eps) / of(d * 1e39, eps)) / Math.log(10),
  ]
}

describe('the complexity table', () => {
  it('has the exponents of the paper in eps and d', () => {
    const expected: Record<string, [number, number]> = {
      've-exponential': [-2, 1],
      've-constant': [-3, 1.5],
      've-sqrt': [-2.5, 1.25],
      've-polynomial': [-2.25, 1.125],
      'vp-constant': [-2, 1],
      'vp-linear': [-2, 1],
      'vp-polynomial': [-2, 1],
      'vp-exponential': [-2, 1],
    }
    for (const { name, K } of complexityTable()) {
      const [inEps, inD] = exponents(K)
      expect(Math.abs(inEps - expected[name][0]), name).toBeLessThan(0.02)
      expect(Math.abs(inD - expected[name][1]), name).toBeLessThan(0.02)
    }
  })

  it('is consistent: c = 1/2 is the sqrt row, c -> infinity d/eps^2, rho = 1 the linear row', () => {
    for (const [d, eps] of [
      [3072, 0.1],
      [10, 1e-3],
    ]) {
      expect(row('ve-polynomial', { c: 0.5 }).K(d, eps)).toBeCloseTo(row('ve-sqrt').K(d, eps), 3)
      expect(row('ve-polynomial', { c: 0.5 }).M(d, eps)).toBeCloseTo(row('ve-sqrt').M(d, eps), 12)
      expect(row('ve-polynomial', { c: 1000 }).K(d, eps) / (d / eps ** 2)).toBeCloseTo(1, 1)
      expect(row('vp-polynomial', { rho: 1 }).K(d, eps)).toBe(row('vp-linear').K(d, eps))
    }
  })

  it('says where a formula has no value', () => {
    const at = complexityAt({ d: 3072, eps: 0.1 })
    expect(at.every((entry) => entry.reasons.length === 0)).toBe(true)
    expect(at.find((entry) => entry.name === 've-sqrt')!.K).toBeCloseTo(3072 ** 1.25 / 0.1 ** 2.5, 6)
    const large = complexityAt({ d: 1, eps: 2 })
    expect(large.find((entry) => entry.name === 'vp-exponential')).toMatchObject({
      K: null,
      reasons: [expect.stringContaining('log log')],
    })
  })
})

describe('measured steps', () => {
  const spectrum = [1, 0.1, 0.001]
  const targets = [0.2, 0.1, 0.05]

  it('rank the shipped configurations as measured: constants worst, polynomial rho = 5 before exponential', () => {
    const found = Object.fromEntries(
      measuredSteps({ spectrum, targets }).map(({ name, steps }) => [name, steps.map((step) => step ?? Infinity)]),
    )
    expect(found['vp-linear']).toEqual([18, 34, 61])
    expect(found['ve-exponential']).toEqual([26, 49, 94])
    for (const i of [0, 1, 2]) {
      expect(found['ve-constant'][i]).toBeGreaterThanOrEqual(found['ve-sqrt'][i])
      expect(found['ve-sqrt'][i]).toBeGreaterThan(found['ve-polynomial'][i])
      expect(found['vp-constant'][i]).toBeGreaterThan(found['vp-linear'][i])
      expect(found['vp-linear'][i]).toBeGreaterThan(found['vp-exponential'][i])
      expect(found['vp-exponential'][i]).toBeGreaterThanOrEqual(found['vp-polynomial'][i])
    }
  })

  it('matched to one integral of beta start equally far from the prior', () => {
    const matched = measuredSteps({ spectrum, targets: [0.1], matchTo: 10.05 })
    for (const { name, integralBeta, steps } of matched) {
      if (name.startsWith('vp')) expect(integralBeta).toBeCloseTo(10.05, 10)
      else expect(integralBeta).toBe(0)
      if (name !== 've-constant') expect(steps[0]).toBeGreaterThan(1)
    }
    expect(matched.find(({ name }) => name === 'vp-linear')!.steps).toEqual([34])
  })

  it('leaves what cannot be reached empty, with the floor', () => {
    const [entry] = measuredSteps({
      spectrum,
      targets: [0.1, 1e-4],
      processes: [{ family: 've-exponential', sigmaMin: 0.01, sigmaMax: 50 }],
    })
    expect(entry.steps).toEqual([49, null])
    expect(entry.reasons[0]).toContain('in the limit')
  })
})

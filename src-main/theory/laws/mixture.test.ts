import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { mixtureLimit, speciationTime, vpWeightLimit } from './mixture-limits.ts'
import { mixturePaths, simulateMixture } from './mixture-simulation.ts'
import { mixtureOutcome, positiveWeight, type MixtureSpec } from './mixture.ts'

const base = { m: 1, p: 0.8, std: 0.5, kappa: 3 }
const VP: MixtureSpec = { ...base, d: 1e6, alpha: 'trig', variance: '1', dilation: 'vp', steps: 200 }
const VE: MixtureSpec = { ...base, d: 1e6, alpha: 'lin', variance: 'd', dilation: 've-lin', steps: 200 }

const trig = (d: number, dilation: 've-trig' | 've-trig-alpha', steps = 100) =>
  mixtureOutcome({ ...VE, alpha: 'trig', d, dilation, steps })

const fieldOf = (change: object) => {
  try {
    mixtureOutcome({ ...VP, ...change } as MixtureSpec)
  } catch (error) {
    if (error instanceof Refusal) return error.field
    throw error
  }
  return 'accepted'
}

const odd = (d: number) => mixtureOutcome({ ...VE, d, steps: 201 }).std

describe('the mixture in high dimension', () => {
  // Computed independently from the same equations: weight, std at 10, 50, 200, 1000 Euler steps.
  const PUBLISHED: [string, Omit<MixtureSpec, 'steps'>, number[], number[], number][] = [
    [
      'VP trig plain',
      { ...base, d: 1e4, alpha: 'trig', variance: '1' },
      [1, 0.9346, 0.8292, 0.8055],
      [0.5537, 0.5105, 0.5026, 0.5005],
      1e-4,
    ],
    ['VP trig dilated', { ...VP }, [0.8361, 0.8067, 0.8017, 0.8004], [0.6085, 0.521, 0.5052, 0.501], 1e-4],
    [
      'VE lin plain',
      { ...VE, dilation: 'none' },
      [0.815, 0.8028, 0.8007, 0.8002],
      [0.0022, 0.0122, 0.0494, 0.2171],
      1e-4,
    ],
    [
      'VE trig dilated',
      { ...VE, alpha: 'trig', dilation: 've-trig' },
      [0.7847, 0.7973, 0.7993, 0.7999],
      [38.9, 24.5, 12.9, 5.87],
      0.05,
    ],
  ]
  it.each(PUBLISHED)('reproduces the table, %s', (_, spec, weights, stds, stdTolerance) => {
    ;[10, 50, 200, 1000].forEach((steps, i) => {
      const outcome = mixtureOutcome({ ...spec, steps })
      expect(Math.abs(outcome.weight - weights[i])).toBeLessThan(1e-4)
      expect(Math.abs(outcome.std - stds[i])).toBeLessThan(stdTolerance)
    })
  })

  it("reproduces the notebooks' settings, the published failure of VE trig included", () => {
    const vp = { ...base, d: 3000, alpha: 'trig', variance: '1', dilation: 'vp', steps: 200, kappa: 5, m: 0.9 } as const
    expect(mixtureOutcome({ ...vp, std: 0.5 }).std).toBeCloseTo(0.5046, 4)
    expect(mixtureOutcome({ ...vp, std: 0.1 }).std).toBeCloseTo(0.1236, 4)
    const ve = mixtureOutcome({
      ...base,
      d: 10000,
      alpha: 'trig',
      variance: 'd',
      dilation: 've-trig',
      steps: 100,
      m: 0.9575,
      std: 1,
    })
    expect(ve.std).toBeCloseTo(3.658, 3)
    for (const [kappa, weight] of [
      [1, 0.8314],
      [2, 0.8028],
      [3, 0.8017],
    ])
      expect(mixtureOutcome({ ...VP, kappa }).weight).toBeCloseTo(weight, 4)
  })

  it('keeps both the weights and the shape in VE trig, at any d, once alpha is linear where it is small', () => {
    for (const d of [1e2, 1e4, 1e6, 1e10]) {
      const outcome = trig(d, 've-trig-alpha')
      expect(Math.abs(outcome.std - 0.5)).toBeLessThan(0.03)
      expect(Math.abs(outcome.weight - 0.8)).toBeLessThan(0.01)
    }
    // The reason: with tau linear, Euler's error in std grows like sqrt(d/N), for alpha falls from N^-1/2 to r in one step.
    expect(trig(1e8, 've-trig').std / trig(1e6, 've-trig').std).toBeCloseTo(10, 0)
    expect(trig(1e8, 've-trig', 400).std / trig(1e8, 've-trig', 100).std).toBeCloseTo(0.5, 1)
    // With alpha linear the error no longer knows d, and what remains is first order in the steps.
    expect(trig(1e12, 've-trig-alpha').std).toBeCloseTo(trig(1e10, 've-trig-alpha').std, 4)
    const errors = [100, 200, 400].map(
      (steps) => trig(1e10, 've-trig-alpha', steps).std - trig(1e10, 've-trig-alpha', 2 * steps).std,
    )
    expect(errors[0] / errors[1]).toBeCloseTo(2, 0)
    expect(errors[1] / errors[2]).toBeCloseTo(2, 0)
  })

  it('agrees with the full simulation, every coordinate stepped', () => {
    for (const spec of [
      VP,
      VE,
      { ...VE, alpha: 'trig', dilation: 've-trig' } as const,
      { ...VP, alpha: 'lin', dilation: 'none' } as const,
    ]) {
      const small = { ...spec, d: 400, steps: 40 }
      const [reduced, full] = [mixtureOutcome(small), simulateMixture(small, { samples: 2000, seed: 3 })]
      // 2,000 runs: standard error .009 of the weight; 800,000 coordinates: .08 % of the std.
      expect(Math.abs(full.weight - reduced.weight)).toBeLessThan(0.03)
      expect(full.std / reduced.std).toBeCloseTo(1, 2)
    }
  })

  it('tends to limits without d, at the rate d^-1/2 or faster', () => {
    for (const spec of [VP, { ...VP, steps: 201 }, { ...VP, alpha: 'lin' } as const, VE] as const) {
      const limit = mixtureLimit({ ...spec, dilation: spec.dilation as 'vp' | 've-lin', kappa: 3 })
      for (const d of [1e6, 1e10]) {
        const outcome = mixtureOutcome({ ...spec, d })
        expect(Math.abs(outcome.weight - limit.weight)).toBeLessThan(10 / Math.sqrt(d))
        expect(Math.abs(outcome.std - limit.std)).toBeLessThan(10 / Math.sqrt(d))
      }
    }
    const fine = mixtureLimit({ ...VP, dilation: 'vp', kappa: 1, steps: 20001 })
    expect(fine.weight).toBeCloseTo(vpWeightLimit(0.8, 1, 1), 3)
    // An odd number of steps overshoots the end of phase 1 in VE: std of order sqrt(d)/steps.
    expect(odd(1e12) / odd(1e10)).toBeCloseTo(10, 0)
    expect(() => mixtureLimit({ ...VE, dilation: 've-lin', kappa: 3, steps: 201 })).toThrow('straddles')
    expect([1, 2, 3].map((kappa) => Math.round(1000 * vpWeightLimit(0.8, kappa, 1)))).toEqual([705, 786, 799])
  })

  it('takes h from Bayes, so that a mode distance other than 1 leaves the weights alone', () => {
    expect(mixtureOutcome({ ...VE, m: 0.5, kappa: 8, steps: 5000, d: 1e4 }).weight).toBeCloseTo(0.8, 3)
    expect(mixtureOutcome({ ...VE, p: 0.5 }).weight).toBeCloseTo(0.5, 12)
  })

  it('parts its modes at log-SNR -ln d, for VP and VE alike', () => {
    for (const spec of [VP, VE]) {
      const { tau, logSnr, t } = speciationTime(spec)!
      expect(logSnr).toBeCloseTo(-Math.log(1e6), 5)
      expect(t).toBeLessThan(0.5)
      expect(tau).toBeGreaterThan(0)
    }
    expect(speciationTime({ ...VP, d: 4, m: 0.1, kappa: 1 })).toBeNull()
  })

  it('draws paths whose means end where the outcome says', () => {
    const paths = mixturePaths(VE, { samples: 400, coordinates: 32, seed: 5 })
    const share = paths.mean.filter((mean) => mean[VE.steps] > 0).length / 400
    expect(Math.abs(share - mixtureOutcome(VE).weight)).toBeLessThan(0.07)
    const [first, end] = [paths.mean[0], VE.steps]
    expect(Math.abs(first[end])).toBeCloseTo(1, 1)
    const spread = Math.sqrt(paths.coordinates.reduce((sum, x) => sum + (x[end] - first[end]) ** 2, 0) / 32)
    expect(Math.abs(spread - mixtureOutcome(VE).std)).toBeLessThan(0.2)
    expect([paths.t[end], paths.tau[end], paths.coordinates.length]).toEqual([1, 1, 32])
  })

  it('is refused with the field at fault', () => {
    for (const [field, values] of Object.entries({
      d: [1, 0, 2.5, NaN, 1e13],
      m: [-1, NaN, Infinity],
      std: [0, -1, NaN],
      p: [0, 1, -0.1, NaN],
      steps: [0, 1.5, 1e6],
      alpha: ['cos', undefined],
      variance: ['2', 1],
      dilation: ['vee'],
      kappa: [0, -3, 2000, undefined],
    }))
      for (const value of values) expect(fieldOf({ [field]: value }), `${field} ${value}`).toBe(field)
    expect(() => simulateMixture(VP, { samples: 1000, seed: 0 })).toThrow('2.0e+11')
  })
})

describe('the normal weight of a set', () => {
  it('is found between several roots', () => {
    expect(positiveWeight((z) => 1 - z * z)).toBeCloseTo(0.6826894921370859, 13)
    expect(positiveWeight((z) => z * z - 1)).toBeCloseTo(1 - 0.6826894921370859, 13)
    expect(positiveWeight(() => 1)).toBe(1)
    expect(positiveWeight(() => -1)).toBe(0)
  })
})

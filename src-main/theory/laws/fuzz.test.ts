import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { DILATIONS, type DilationName } from '../grids/time-grids.ts'
import { STREAMS, uniforms } from '../noise/philox.ts'
import { curieWeissOutcome } from './curie-weiss-flow.ts'
import { speciationTime } from './mixture-limits.ts'
import { mixtureOutcome, type MixtureSpec } from './mixture.ts'

const names = Object.keys(DILATIONS) as DilationName[]
const ODD_VALUES = [0, -1, NaN, Infinity, 1e-300, 1e300, 0.5, 3, 1e6]

/** Parameters over many orders of magnitude, now and then one that makes no sense. */
function anySpec(sample: number): MixtureSpec {
  const u = new Float64Array(14)
  uniforms({ seed: 21, stream: STREAMS.law, sample, step: 0 }, u)
  const log = (i: number, low: number, high: number) => 10 ** (low + (high - low) * u[i])
  const spec: MixtureSpec = {
    d: Math.ceil(log(0, 0, 8)),
    m: log(1, -4, 4),
    std: log(2, -5, 4),
    p: u[3],
    kappa: log(4, -2, 2),
    steps: Math.ceil(log(5, 0, 2)),
    alpha: u[6] < 0.5 ? 'trig' : 'lin',
    variance: u[7] < 0.5 ? '1' : 'd',
    dilation: names[Math.floor(u[8] * names.length)],
  }
  const fields = ['d', 'm', 'std', 'p', 'kappa', 'steps'] as const
  if (u[9] < 0.2) spec[fields[Math.floor(u[10] * fields.length)]] = ODD_VALUES[Math.floor(u[11] * ODD_VALUES.length)]
  return spec
}

/** The answers are finite, or a refusal names a field of the request. */
function finiteOrRefused(spec: object, run: () => object): 'answered' | 'refused' {
  try {
    const answer = run()
    for (const value of Object.values(answer))
      expect(Number.isFinite(value), JSON.stringify({ spec, answer })).toBe(true)
    return 'answered'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(Object.keys(spec)).toContain(error.field)
    return 'refused'
  }
}

describe('any parameters', () => {
  it('of a mixture: 2,000 sets, each a finite answer or a refusal that names the field', () => {
    const outcomes = Array.from({ length: 2000 }, (_, sample) => {
      const spec = anySpec(sample)
      finiteOrRefused(spec, () => speciationTime(spec) ?? {})
      return finiteOrRefused(spec, () => {
        const outcome = mixtureOutcome(spec)
        expect(outcome.weight).toBeGreaterThanOrEqual(0)
        expect(outcome.weight).toBeLessThanOrEqual(1 + 1e-12)
        return outcome
      })
    })
    expect(outcomes.filter((outcome) => outcome === 'answered').length).toBeGreaterThan(1000)
    expect(outcomes.filter((outcome) => outcome === 'refused').length).toBeGreaterThan(100)
  })

  it('of a magnet: 1,000 sets, likewise', () => {
    const outcomes = Array.from({ length: 1000 }, (_, sample) => {
      const { m, std, ...flow } = anySpec(sample)
      const law = sample % 3 === 0 ? ('finite' as const) : ('limit' as const)
      const spec = {
        ...flow,
        d: Math.min(flow.d, 60),
        steps: Math.min(flow.steps, 12),
        beta: m,
        h: sample % 2 ? std - 1 : undefined,
        law,
        chains: 2,
        seed: sample,
      }
      return finiteOrRefused(spec, () => curieWeissOutcome(spec))
    })
    expect(outcomes.filter((outcome) => outcome === 'answered').length).toBeGreaterThan(400)
  })
})

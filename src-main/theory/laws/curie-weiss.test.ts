import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { curieWeissDenoiser, curieWeissTarget, spontaneousMagnetisation } from './curie-weiss.ts'
import { curieWeissLimit, curieWeissOutcome, type CurieWeissSpec } from './curie-weiss-flow.ts'
import { vpWeightLimit } from './mixture-limits.ts'

const VP: CurieWeissSpec = {
  d: 2000,
  beta: 2,
  alpha: 'trig',
  variance: '1',
  dilation: 'vp',
  kappa: 3,
  steps: 50,
  chains: 200,
  seed: 1,
}
const VE: CurieWeissSpec = { ...VP, d: 1000, alpha: 'lin', variance: 'd', dilation: 've-lin', steps: 100 }

/** Every configuration of d spins, its weight under the law, and what it says of E[a_i|x]. */
function enumerate(d: number, logLaw: (spins: number[]) => number, y: Float64Array) {
  const mean = new Float64Array(d)
  let total = 0
  for (let bits = 0; bits < 2 ** d; bits++) {
    const spins = Array.from({ length: d }, (_, i) => ((bits >> i) & 1 ? 1 : -1))
    const weight = Math.exp(logLaw(spins) + spins.reduce((sum, a, i) => sum + a * y[i], 0))
    total += weight
    spins.forEach((a, i) => (mean[i] += a * weight))
  }
  return mean.map((value) => value / total)
}

const sum = (spins: number[]) => spins.reduce((a, b) => a + b, 0)

const fieldOf = (change: object) => {
  try {
    curieWeissOutcome({ ...VP, d: 10, ...change } as CurieWeissSpec)
  } catch (error) {
    if (error instanceof Refusal) return error.field
    throw error
  }
  return 'accepted'
}

describe('Curie-Weiss', () => {
  const sampled = { vp: curieWeissOutcome(VP), ve: curieWeissOutcome(VE) }

  it('has the magnetisation that solves m = tanh(beta m)', () => {
    expect(spontaneousMagnetisation(2)).toBeCloseTo(0.957504024077269, 14)
    for (const beta of [1.0001, 1.1, 3, 20, 100]) {
      const m = spontaneousMagnetisation(beta)
      expect(m).toBeGreaterThan(0)
      expect(Math.tanh(beta * m)).toBeCloseTo(m, 14)
    }
    expect(spontaneousMagnetisation(0.7)).toBe(0)
  })

  it('has weight .7904 at beta 2 and .6676 at beta 1.1 when p is called .8', () => {
    const h = Math.log(4) / 2
    expect(curieWeissTarget({ law: 'limit', beta: 2, h }, 10).weight).toBeCloseTo(0.7904, 4)
    expect(curieWeissTarget({ law: 'limit', beta: 1.1, h }, 10).weight).toBeCloseTo(0.6676, 4)
  })

  it('denoises exactly at finite d: all 1,024 configurations of ten spins', () => {
    const d = 10
    const y = new Float64Array(d)
    for (const [beta, h, scale] of [
      [2, 0.69, 0.5],
      [0.8, -1, 1],
      [1, 0, 3],
      [5, 2, 0.01],
      [1.2, 0.3, 8],
    ]) {
      normals({ seed: 4, stream: STREAMS.law, sample: 0, step: 0 }, y)
      for (let i = 0; i < d; i++) y[i] *= scale
      const out = new Float64Array(d)
      curieWeissDenoiser({ law: 'finite', beta, h }, d)(y, out)
      enumerate(d, (a) => (beta * sum(a) ** 2) / (2 * d) + (h * sum(a)) / d, y).forEach((mean, i) =>
        expect(Math.abs(out[i] - mean)).toBeLessThan(1e-12),
      )
    }
  })

  it('denoises exactly in the limit law: a mixture of two product measures', () => {
    const d = 10
    const y = new Float64Array(d)
    for (const [beta, h, scale] of [
      [2, 0.69, 0.5],
      [0.8, -1, 1],
      [1.1, 0.69, 3],
      [1.2, 0.3, 8],
    ]) {
      normals({ seed: 5, stream: STREAMS.law, sample: 0, step: 0 }, y)
      for (let i = 0; i < d; i++) y[i] *= scale
      const m = spontaneousMagnetisation(beta)
      const law = (a: number[]) => {
        const mode = (sign: number) =>
          Math.exp(sign * h * m) * a.reduce((product, spin) => product * (1 + sign * m * spin), 1)
        return Math.log(mode(1) + mode(-1))
      }
      const out = new Float64Array(d)
      curieWeissDenoiser({ law: 'limit', beta, h }, d)(y, out)
      enumerate(d, law, y).forEach((mean, i) => expect(Math.abs(out[i] - mean)).toBeLessThan(1e-13))
    }
  })

  it('stays finite where products underflow: 50,000 spins, fields of +-1e5, beta 100', () => {
    const y = Float64Array.from({ length: 50_000 }, (_, i) => (i % 3 === 0 ? -1e5 : 1e5 * Math.sin(i)))
    for (const law of ['limit', 'finite'] as const)
      for (const beta of [0.5, 2, 100]) {
        const d = law === 'finite' ? 500 : y.length
        const out = new Float64Array(d)
        curieWeissDenoiser({ law, beta, h: 0.7 }, d)(y.subarray(0, d), out)
        expect(out.every((mean) => Math.abs(mean) <= 1 + 1e-12)).toBe(true)
        expect(out[0]).toBeCloseTo(-1, 12)
      }
  })

  it('has a finite-d law that tends to the limit', () => {
    const h = Math.log(4) / 2
    const limit = curieWeissTarget({ law: 'limit', beta: 2, h }, 1)
    const errors = [1e2, 1e3, 1e4].map((d) =>
      Math.abs(curieWeissTarget({ law: 'finite', beta: 2, h }, d).weight - limit.weight),
    )
    expect(errors[2]).toBeLessThan(1e-4)
    expect(errors[0]).toBeGreaterThan(errors[1])
    expect(errors[1]).toBeGreaterThan(errors[2])
    const brute = curieWeissTarget({ law: 'finite', beta: 0.9, h: 0.4 }, 3)
    // exp(beta S^2/6 + h S/3) for S = 3, 1, -1, -3.
    const z = new Map([3, 1, -1, -3].map((s) => [s, Math.exp((0.9 * s * s) / 6 + (0.4 * s) / 3)]))
    const [all, two, one, none] = [z.get(3)!, z.get(1)!, z.get(-1)!, z.get(-3)!]
    const total = all + 3 * two + 3 * one + none
    expect(brute.weight).toBeCloseTo((all + 3 * two) / total, 14)
    expect(brute.magnetisation).toBeCloseTo((all + none + two + one) / total, 14)
  })

  it("reproduces the notebooks' share of positive chains, .79 and .81 of 200, within their standard error", () => {
    for (const outcome of [sampled.vp, sampled.ve]) {
      expect(Math.abs(outcome.weight - 0.7904)).toBeLessThan(3 * 0.029)
      expect(outcome.magnetisation).toBeCloseTo(0.9575, 1)
      expect(outcome.std).toBeGreaterThan(0.2)
    }
  })

  it('agrees with its limits d -> infinity in weight, magnetisation and std', () => {
    const lin = { ...VP, alpha: 'lin', d: 1000 } as const
    for (const [spec, outcome] of [
      [VP, sampled.vp],
      [lin, curieWeissOutcome(lin)],
      [VE, sampled.ve],
    ] as const) {
      const limit = curieWeissLimit({
        beta: 2,
        alpha: spec.alpha,
        dilation: spec.dilation as 'vp',
        kappa: 3,
        steps: spec.steps,
      })
      expect(Math.abs(outcome.weight - limit.weight)).toBeLessThan(3 * 0.029)
      expect(Math.abs(outcome.magnetisation - limit.magnetisation)).toBeLessThan(0.01)
      expect(Math.abs(outcome.std - limit.std)).toBeLessThan(0.03)
    }
    const target = curieWeissTarget({ law: 'limit', beta: 2, h: Math.log(4) / 2 }, 1)
    const fine = curieWeissLimit({ beta: 2, alpha: 'trig', dilation: 'vp', kappa: 3, steps: 8000 })
    expect(fine.magnetisation).toBeCloseTo(target.magnetisation, 3)
    expect(fine.std).toBeCloseTo(target.std, 2)
    expect(fine.weight).toBeCloseTo(target.weight, 3)
    expect(vpWeightLimit(target.weight, 3, target.magnetisation)).toBeCloseTo(target.weight, 2)
  })

  it('gives the same answer from the finite law at d of a few hundred, and repeats itself bit for bit', () => {
    const spec = { ...VP, d: 300, chains: 100 }
    const [limit, finite] = [curieWeissOutcome(spec), curieWeissOutcome({ ...spec, law: 'finite' })]
    expect(finite.magnetisation).toBeCloseTo(limit.magnetisation, 1)
    expect(Math.abs(finite.weight - limit.weight)).toBeLessThan(0.06)
    expect(curieWeissOutcome(spec)).toEqual(limit)
  })

  it('is refused with the field at fault and the cost', () => {
    expect(fieldOf({})).toBe('accepted')
    for (const [field, values] of Object.entries({
      beta: [0, -1, NaN, 101],
      h: [NaN, 1e5],
      p: [0, 1, NaN],
      law: ['exact'],
      chains: [0, 1.5, NaN, 1e9],
      seed: [-1, 0.5],
      d: [1],
    }))
      for (const value of values) expect(fieldOf({ [field]: value }), `${field} ${value}`).toBe(field)
    expect(() => curieWeissOutcome({ ...VP, d: 1e6, chains: 1000 })).toThrow('5.0e+10 spin updates')
  })
})

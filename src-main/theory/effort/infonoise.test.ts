import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { uniforms } from '../noise/philox.ts'
import { allocatedWeight, isDue, isMeasured, measuredSigma, observe, refresh, startAllocation } from './infonoise.ts'
import { levelLaw, type NoiseLawOf } from './noise-laws.ts'

const LAW: NoiseLawOf<'infonoise'> = {
  name: 'infonoise',
  sigmaMin: 0.002,
  sigmaMax: 80,
  pMean: -1.2,
  pStd: 1.2,
  warmUp: 500,
  refreshEvery: 100,
}
const S2 = 0.25
/** mmse per number of N(0, 1/4), the best denoiser's. */
const mmse = (sigma: number) => (S2 * sigma ** 2) / (S2 + sigma ** 2)
const edm = allocatedWeight('edm', 0.5)

const draws = (count: number, seed = 1) => {
  const out = new Float64Array(count)
  uniforms({ seed, stream: 3, sample: 0, step: 0 }, out)
  return out
}

/** Five updates on errors of the best denoiser, each off by up to a tenth. */
function run(law = LAW) {
  const state = startAllocation()
  let sigmaOf = levelLaw(law).sigma
  for (let round = 0; round < 5; round++) {
    const sigmas = Array.from(draws(20_000, round), sigmaOf)
    const jitter = draws(20_000, 100 + round)
    observe(
      law,
      state,
      sigmas,
      sigmas.map((sigma, i) => mmse(sigma) * (0.9 + 0.2 * jitter[i])),
    )
    refresh(law, state, edm)
    sigmaOf = measuredSigma(law, state)
  }
  return { state, sigmaOf }
}

const middles = Array.from({ length: 64 }, (_, k) => 0.002 * 40_000 ** ((k + 0.5) / 64))
/** The density that eq. 13 to 15 ask for, by bin, with a gate at c. */
function wanted(c: number): number[] {
  const density = middles.map((s) => mmse(s) / s ** 2 / (c > 0 ? 1 + (c / s) ** 3 : 1) / edm(s))
  const whole = density.reduce((a, b) => a + b)
  return density.map((value) => value / whole)
}

describe('the density that is measured on a Gaussian', () => {
  it.each([0, 0.05, 0.3])('is the entropy rate over the weight, gated at %s', (gate) => {
    const { state } = run({ ...LAW, gate })
    const exact = wanted(gate)
    const peak = Math.max(...exact)
    exact.forEach((value, k) => expect(Math.abs(state.masses[k] - value) / peak, `bin ${k}`).toBeLessThan(0.1))
  })

  it('finds its gate where the rate per sigma has fallen to .002 of its peak', () => {
    // mmse/sigma^3 = s2/(sigma (s2 + sigma^2)) is .002 of its value at the first bin
    const rate = (s: number) => S2 / (s * (S2 + s * s))
    const onset = middles.findLast((s) => rate(s) >= 0.002 * rate(middles[0]))!
    const { state } = run()
    const exact = wanted(onset)
    const peak = Math.max(...exact)
    exact.forEach((value, k) => expect(Math.abs(state.masses[k] - value) / peak, `bin ${k}`).toBeLessThan(0.1))
  })

  it('is what is drawn: shares of the draws are the masses, and no level leaves the range', () => {
    const { state, sigmaOf } = run()
    const found = new Float64Array(64)
    const count = 100_000
    for (const share of draws(count, 9)) {
      const k = Math.floor((Math.log(sigmaOf(share) / 0.002) / Math.log(40_000)) * 64)
      found[Math.min(63, Math.max(0, k))]++
    }
    found.forEach((n, k) => {
      const mass = state.masses[k]
      expect(Math.abs(n / count - mass)).toBeLessThan(5 * Math.sqrt(mass / count) + 1e-4)
    })
    expect(sigmaOf(0)).toBeGreaterThanOrEqual(0.002)
    expect(sigmaOf(1 - 2 ** -33)).toBeLessThanOrEqual(80 * (1 + 1e-12))
  })
})

it('is left as it is by errors that are not finite, and by too few', () => {
  const { state } = run()
  const before = state.masses.slice()
  observe(LAW, state, [0.5, 0.5], [NaN, Infinity])
  refresh(LAW, state, edm)
  observe(LAW, state, [0.5, 0.5, 0.5], [1, 1, 1])
  refresh(LAW, state, edm)
  expect(state.masses).toEqual(before)
  const nothing = startAllocation()
  refresh(LAW, nothing, edm)
  expect(isMeasured(nothing)).toBe(false)
})

it('is due after the warm-up and then at even distances', () => {
  expect([100, 499, 500, 501, 599, 600, 700].map((done) => isDue(LAW, done))).toEqual([
    false,
    false,
    true,
    false,
    false,
    true,
    true,
  ])
})

it('refuses an objective without a weight of the error, and a range the wrong way round, by field', () => {
  const fieldOf = (ask: () => unknown) => {
    try {
      ask()
    } catch (error) {
      return error instanceof Refusal ? error.field : error
    }
    return null
  }
  expect(fieldOf(() => allocatedWeight('ssm', 0.5))).toBe('objective.noise')
  expect(fieldOf(() => allocatedWeight('soft', 0.5))).toBe('objective.noise')
  expect(fieldOf(() => levelLaw({ ...LAW, sigmaMax: 0.001 }))).toBe('sigma_max')
})

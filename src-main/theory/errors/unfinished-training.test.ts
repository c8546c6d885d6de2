/** What stopping a training costs, against gradient descent that was stopped and a flow that was integrated. */
import { describe, expect, it } from 'vitest'
import { exponentialIntegral } from '../statistics/exponential-integral.ts'
import { integral } from '../statistics/gauss-legendre.ts'
import { learnedGain, learnedVariance, learningTime, timeFor, unfinishedW2 } from './unfinished-training.ts'

const LEVELS = { sigmaMax: 20, sigmaMin: 0.02 }

it('E1 at known places (SciPy 1.17, exp1)', () => {
  const known = [
    [1e-3, 6.331539364136149],
    [0.5, 0.5597735947761607],
    [1, 0.21938393439552029],
    [1.5, 0.10001958240663265],
    [10, 4.156968929685324e-6],
  ]
  for (const [x, value] of known) expect(exponentialIntegral(x) / value).toBeCloseTo(1, 12)
})

describe.each([0, 0.4, 1])('a gain that begins at %s', (initial) => {
  it('is where gradient descent has come, and the flow with it ends where the closed form says', () => {
    const [steps, rate] = [4000, 1e-3]
    const time = 2 * rate * steps
    for (const l of [3, 0.5, 0.01]) {
      /** w after full-batch descent on E|w y - x0|^2 = (1 - w)^2 l + w^2 sigma^2, of steps small enough for each level. */
      const descended = (sigma: number) => {
        const each = time / (2 * steps * Math.max(1, sigma ** 2))
        let w = initial
        for (let k = 0; k < steps * Math.max(1, Math.round(sigma ** 2)); k++) w -= each * 2 * (w * (l + sigma ** 2) - l)
        return w
      }
      for (const sigma of [0.05, 0.7, 2])
        expect(learnedGain(l, sigma, { time, initial })).toBeCloseTo(descended(sigma), 2)

      // d ln x/d ln sigma = 1 - w, in pieces of a thirtieth of the way
      const ends = Array.from({ length: 61 }, (_, i) => Math.log(0.02) + (Math.log(1000) * i) / 60)
      const way = ends
        .slice(1)
        .reduce(
          (sum, end, i) => sum + integral((u) => 1 - learnedGain(l, Math.exp(u), { time, initial }), ends[i], end),
          0,
        )
      const exact = (l + 400) * Math.exp(-2 * way)
      expect(learnedVariance(l, { time, initial }, LEVELS) / exact).toBeCloseTo(1, 8)
    }
  })

  it('before training does what its gain does, and in the end is exact', () => {
    const before = learnedVariance(0.5, { time: 0, initial }, LEVELS)
    expect(before / (400.5 * (0.02 / 20) ** (2 * (1 - initial)))).toBeCloseTo(1, 10)
    expect(learnedVariance(0.5, { time: 1e-9, initial }, LEVELS) / before).toBeCloseTo(1, 4)
    expect(learnedVariance(0.5, { time: 1e9, initial }, LEVELS)).toBeCloseTo(0.5004, 12)
  })
})

it('learning times are inversely proportional to the variance: ten times less variance, ten times as long', () => {
  const fine = { sigmaMax: 20, sigmaMin: 1e-3 }
  for (const initial of [0, 1])
    for (const l of [10, 1, 0.1]) {
      const ratio = learningTime(l / 10, initial, fine) / learningTime(l, initial, fine)
      expect(ratio).toBeGreaterThan(8)
      expect(ratio).toBeLessThan(12)
    }
})

it('trains as long as it says', () => {
  const spectrum = [2, 0.3, 0.01]
  const time = timeFor(spectrum, 0.05, 0, LEVELS)
  expect(unfinishedW2(spectrum, { time, initial: 0 }, LEVELS)).toBeLessThanOrEqual(0.05)
  expect(unfinishedW2(spectrum, { time: time / 1.01, initial: 0 }, LEVELS)).toBeGreaterThan(0.05)
})

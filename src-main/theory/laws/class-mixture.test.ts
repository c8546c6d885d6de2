import { expect, it } from 'vitest'
import { processOf } from '../process/processes.ts'
import { classMixtureOutcome } from './class-mixture.ts'
import { mixtureOutcome } from './mixture.ts'

const uniform = (steps: number, from: number, to: number) =>
  Float64Array.from({ length: steps + 1 }, (_, k) => from + ((to - from) * k) / steps)

it.each(['1', 'd'] as const)('of two modes is the reduced dynamics of the far mixture, variance %s', (variance) => {
  const [d, m, std, p, steps] = [400, 1, 0.5, 0.8, 20]
  const closed = mixtureOutcome({ d, m, std, p, steps, alpha: 'lin', variance })
  const process = processOf({ family: 'interpolant-linear', variance: variance === 'd' ? 'd' : 1, d })
  const means = [m, -m].map((value) => new Float64Array(d).fill(value))
  const samples = 4000
  const times = uniform(steps, 1 - 1e-9, 1e-9)
  const { shares, width } = classMixtureOutcome(
    { weights: [p, 1 - p], means, std },
    { process, times, samples, seed: 1 },
  )
  expect(width * std).toBeCloseTo(closed.std, 6)
  const error = Math.sqrt((closed.weight * (1 - closed.weight)) / samples)
  expect(Math.abs(shares[0] - closed.weight)).toBeLessThan(3 * error)
})

it('of ten classes keeps shares and width in many steps', () => {
  const d = 60
  const means = Array.from({ length: 10 }, (_, k) => Float64Array.from({ length: d }, (_, i) => (i % 10 === k ? 1 : 0)))
  const weights = means.map((_, k) => k + 1)
  const process = processOf({ family: 'interpolant-linear', variance: 1, d })
  const along = { process, times: uniform(400, 0.999, 1e-4), samples: 2000, seed: 2 }
  const { shares, width } = classMixtureOutcome({ weights, means, std: 0.2 }, along)
  expect(Math.abs(width - 1)).toBeLessThan(0.02)
  shares.forEach((share, k) => {
    const wanted = (k + 1) / 55
    expect(Math.abs(share - wanted)).toBeLessThan(4 * Math.sqrt((wanted * (1 - wanted)) / 2000))
  })
})

import { expect, it } from 'vitest'
import { alongKnots, knotsOf, type Knot } from './knots.ts'

it('goes through its knots and keeps both ends bit for bit', () => {
  const knots = [0, 0.25, 0.5, 1].map((u, k) => ({ u, sigma: [50, 3.1, 0.4, 0.0123][k] }))
  const sigmas = alongKnots(knots, 101)
  expect([sigmas[0], sigmas[100]]).toEqual([50, 0.0123])
  expect(sigmas[25]).toBeCloseTo(3.1, 12)
  expect(sigmas[50]).toBeCloseTo(0.4, 12)
})

it('is the geometric sequence through two knots', () => {
  const sigmas = alongKnots(
    [
      { u: 0, sigma: 100 },
      { u: 1, sigma: 0.01 },
    ],
    5,
  )
  sigmas.forEach((sigma, i) => expect(sigma / 10 ** (2 - i)).toBeCloseTo(1, 12))
})

it('falls strictly whatever falling knots it is given', () => {
  let seed = 1
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  for (let trial = 0; trial < 300; trial++) {
    const n = 2 + Math.floor(random() * 9)
    let [u, sigma] = [0, 80]
    const knots: Knot[] = Array.from({ length: n }, () => {
      const knot = { u, sigma }
      u += 0.001 + random() ** 4
      sigma *= Math.exp(-0.01 - 9 * random() ** 6)
      return knot
    })
    const sigmas = alongKnots(
      knots.map((k) => ({ ...k, u: k.u / knots[n - 1].u })),
      500,
    )
    expect(sigmas.every((value, i) => i === 0 || value < sigmas[i - 1])).toBe(true)
  }
})

it('takes knots from a list, ends included', () => {
  expect(knotsOf([9, 8, 7, 6, 5], 3)).toEqual([
    { u: 0, sigma: 9 },
    { u: 0.5, sigma: 7 },
    { u: 1, sigma: 5 },
  ])
  expect(knotsOf([2, 1], 8)).toHaveLength(2)
})

import { expect, it } from 'vitest'
import { resolveLevels } from './sequences.ts'
import { alongKnots, type Knot } from './knot-curve.ts'

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

it('is a schedule of its own: knots and count give the levels, and bad knots are refused by name', () => {
  const knots = [
    { u: 0, sigma: 50 },
    { u: 0.3, sigma: 2 },
    { u: 1, sigma: 0.01 },
  ]
  const spec = { family: 'drawn', levels: 18, knots } as const
  expect([...resolveLevels(spec).sigmas]).toEqual(alongKnots(knots, 18))
  expect([...resolveLevels({ ...spec, levels: 1 }).sigmas]).toEqual([50])
  const bad = (change: Knot[]) => () => resolveLevels({ ...spec, knots: change })
  expect(bad(knots.toReversed())).toThrow('from a knot at u = 0 to one at u = 1')
  expect(bad(knots.with(1, { u: 0.3, sigma: 60 }))).toThrow('Knot 2, (0.3, 60), must lie right of and below')
  expect(bad(knots.with(2, { u: 1, sigma: 0 }))).toThrow('Knot 3 has sigma 0')
})

import { describe, expect, it } from 'vitest'
import { BYTES, type Passport } from '#contract/passport.ts'
import { rowsAt } from '#theory/statistics/features.ts'
import { frechetOfFeatures } from '#theory/statistics/frechet-features.ts'
import { PLAIN_ALGEBRA } from '#theory/statistics/algebra.ts'
import { classResults, equalCount } from './class-results.ts'

const given: Passport = {
  features: 'classifier',
  network: 'a'.repeat(64),
  resize: 'none',
  scaling: 'x/255',
  quantisation: BYTES,
  n: [12, 9],
  samples: null,
  reference: 'c'.repeat(64),
  covariance_divisor: 'n',
  interval: null,
}
const room = { given, algebra: PLAIN_ALGEBRA, tick: async () => {} }
const waves = (n: number, phase: number) => Float64Array.from({ length: 2 * n }, (_, i) => Math.sin(i * i + phase))

/** 12 samples: cat, cat, cow, cat, cat, cow ...; the reference counts dogs, cats and owls in an order of its own. */
const names = ['cat', 'cow', 'dog']
const found = Array.from({ length: 12 }, (_, i) => (i % 3 === 2 ? 1 : 0))
const predictions = {
  classes: 3,
  probabilities: Float32Array.from(found.flatMap((k) => [0, 1, 2].map((at) => (at === k ? 0.8 : 0.1)))),
}
const sides = {
  samples: { rows: waves(12, 0), d: 2, name: 'run 1' },
  reference: { rows: waves(9, 1), d: 2, name: 'pets' },
  predictions,
  names,
  known: { classes: ['dog', 'cat', 'owl'], labels: Uint8Array.of(0, 1, 2, 1, 0, 1, 2, 1, 0) },
}

describe('distances class by class', () => {
  it('take one n for every class, whatever was drawn', () => {
    expect(equalCount(1000, 10)).toBe(50)
    expect(equalCount(7, 10)).toBe(2)
  })

  it('are means over disjoint sets of a class, found by its name, and say of what', async () => {
    const results = await classResults('frechet_distance', sides, room)
    expect(results.map(({ name }) => name)).toEqual([
      'frechet_distance/dog',
      'frechet_distance/cat',
      'frechet_distance/owl',
    ])
    const { value, low, high, protocol } = results[1]
    expect(protocol).toMatchObject({ n: 2, n_reference: 4, sets_averaged: 4, passport: { n: [2, 4] } })
    expect(low! < value! && value! < high!).toBe(true)
    // Each of the eight cats is in one of four pairs: the mean over all 28 pairs stands between the extremes.
    const held = rowsAt(sides.reference, [1, 3, 5, 7])
    const cats = found.flatMap((k, i) => (k === 0 ? [i] : []))
    const pairs = cats.flatMap((a) => cats.filter((b) => b > a).map((b) => rowsAt(sides.samples, [a, b])))
    const distances = pairs.map((pair) => frechetOfFeatures(pair, held, { divisor: 'n' }).distance)
    expect(value).toBeGreaterThan(Math.min(...distances))
    expect(value).toBeLessThan(Math.max(...distances))
  })

  it('equal the plain distance where a class has just n samples', async () => {
    const few = {
      ...sides,
      known: { ...sides.known, classes: ['dog', 'cow'], labels: Uint8Array.of(1, 1, 1, 1, 0, 0, 1, 1, 1) },
    }
    const cows = found.map((k) => (k === 1 ? 1 : 0))
    const three = { ...few, predictions: onlyFirst(cows, 3) }
    const [, cow] = await classResults('frechet_distance', three, room)
    const own = rowsAt(sides.samples, [2, 5, 8])
    const known = frechetOfFeatures(own, rowsAt(sides.reference, [0, 1, 2, 3, 6, 7, 8]), { divisor: 'n' })
    expect(cow.protocol).toMatchObject({ n: 3, n_reference: 7, sets_averaged: 1 })
    expect(cow.value).toBeCloseTo(known.distance, 12)
  })

  it('are absent with the reason where a class is short or unknown', async () => {
    const [dog, , owl] = await classResults('fid', sides, room)
    expect(dog).toMatchObject({
      name: 'fid/dog',
      value: null,
      protocol: { n: 2, n_reference: 3, reason: 'run 1 has 0 samples of the class, of 2 wanted.' },
    })
    expect(dog).not.toHaveProperty('low')
    expect(owl).toMatchObject({ value: null, protocol: { reason: 'The classifier does not know the class.' } })
  })
})

it('are absent where the reference has no more images of a class than features', async () => {
  const known = { classes: ['cat', 'cow'], labels: Uint8Array.of(0, 1, 1, 1, 0, 1, 1, 1, 1) }
  const [cat, cow] = await classResults('frechet_distance', { ...sides, known }, room)
  expect(cat).toMatchObject({
    value: null,
    protocol: {
      n_reference: 2,
      reason:
        'pets has 2 images of the class, no more than the 2 features, so its covariance is singular. Give more than 2.',
    },
  })
  expect(cow.value).toBeGreaterThan(0)
})

it('asks for two samples', async () => {
  const one = { ...sides, samples: { rows: waves(1, 0), d: 2, name: 'run 1' }, predictions: onlyFirst([1], 1) }
  const [dog] = await classResults('frechet_distance', one, room)
  expect(dog).toMatchObject({ value: null, protocol: { reason: 'run 1 holds one sample; a covariance needs 2.' } })
})

/** The first `count` of the marked samples are cows, all others cats. */
function onlyFirst(marked: readonly number[], count: number) {
  let left = count
  const classes = marked.map((mark) => (mark && left-- > 0 ? 1 : 0))
  return {
    classes: 3,
    probabilities: Float32Array.from(classes.flatMap((k) => [0, 1, 2].map((at) => (at === k ? 1 : 0)))),
  }
}

import { expect, it } from 'vitest'
import { BYTES, firstUnlike, type Passport, passportOf, QUANTISED, whyUnlike } from './passport.ts'

const hash = (digit: string) => digit.repeat(64)
const ONE: Passport = {
  features: 'inception',
  network: hash('a'),
  resize: 'bilinear',
  scaling: '2 x/255 - 1',
  quantisation: BYTES,
  n: [1000, 10_000],
  samples: hash('b'),
  reference: hash('c'),
  covariance_divisor: 'n - 1',
  interval: null,
}

it('lets two distances be compared that differ only in what was judged', () => {
  expect(whyUnlike(ONE, { ...ONE, samples: hash('d'), interval: 'bootstrap', quantisation: QUANTISED })).toBeNull()
})

it.each<[Partial<Passport>, RegExp]>([
  [{ features: 'classifier' }, /unlike features \(inception and classifier\)/],
  [{ network: hash('d') }, /two networks \(aaaaaaaaaaaa and dddddddddddd\)/],
  [{ resize: 'bicubic' }, /resized in two ways \(bilinear and bicubic\)/],
  [{ scaling: 'x' }, /scaled in two ways/],
  [{ reference: hash('e') }, /two references/],
  [{ covariance_divisor: 'n' }, /two divisors \(n - 1 and n\)/],
  [{ n: [500, 10_000] }, /of 1000 and of 500 pictures, and fewer pictures give a larger distance/],
  [{ n: [null, 10_000] }, /of 1000 and of unknown/],
])('says why a distance with %j is not compared', (change, reason) => {
  expect(whyUnlike(ONE, { ...ONE, ...change })).toMatch(reason)
})

it('compares nothing of which a fact is not known', () => {
  const unknown = { ...ONE, network: null }
  expect(whyUnlike(unknown, unknown)).toMatch(/two networks \(unknown and unknown\)/)
})

it('names the first of many that does not belong to the others', () => {
  expect(firstUnlike([ONE, ONE, { ...ONE, n: [5, 5] }])).toEqual({ index: 2, reason: expect.stringMatching(/fewer/) })
  expect(firstUnlike([ONE, null])).toEqual({ index: 1, reason: expect.stringMatching(/how it was measured/) })
  expect(firstUnlike([null, null])).toBeNull()
  expect(firstUnlike([])).toBeNull()
})

it('reads the protocol of an evaluation, of one before passports too, and of nothing else', () => {
  expect(passportOf({ passport: ONE, data_range: [0, 1] })).toBe(ONE)
  const before = {
    classifier: hash('a'),
    reference: hash('c'),
    n: 100,
    n_reference: 60_000,
    features: 64,
    distance: 'Fréchet distance in classifier features (not FID)',
  }
  expect(passportOf(before)).toMatchObject({ features: 'classifier', n: [100, 60_000], covariance_divisor: 'n' })
  expect(passportOf({ classifier: hash('a'), n: 100 })).toBeNull()
})

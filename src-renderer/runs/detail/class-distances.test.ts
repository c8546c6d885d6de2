import { expect, it } from 'vitest'
import { classDistancesOf } from './class-distances.ts'

it('are listed by kind and class, with what they are of or why they are absent', () => {
  const protocol = { n: 15, n_reference: 5421, sets_averaged: 2 }
  const reason = 'run 1 has 3 samples of the class, of 15 wanted.'
  const distances = classDistancesOf([
    { name: 'fid', value: 4, protocol: {} },
    { name: 'share/cat', value: 0.5, protocol: {} },
    { name: 'fid/cat', value: 7, low: 6, high: 8, confidence: 0.95, protocol },
    { name: 'fid/dog/old', value: null, protocol: { n: 15, n_reference: 9, sets_averaged: 0, reason } },
    { name: 'frechet_distance/cat', value: 2, protocol },
  ])
  expect(distances.map(({ of, n, confidence }) => [of, n, confidence])).toEqual([
    ['fid', 15, 0.95],
    ['frechet_distance', 15, null],
  ])
  expect(distances[0].rows).toEqual([
    { className: 'cat', value: 7, low: 6, high: 8, nReference: 5421, sets: 2, reason: null },
    { className: 'dog/old', value: null, low: undefined, high: undefined, nReference: 9, sets: 0, reason },
  ])
  expect(classDistancesOf([{ name: 'share/cat', value: 0.5, protocol: {} }])).toEqual([])
})

import { expect, it } from 'vitest'
import type { Result } from '#contract/run.ts'
import { sharesOf } from './shares.ts'

const share = (name: string, value: number, count: number): Result => ({
  name: `share/${name}`,
  value,
  low: value - 0.1,
  high: value + 0.1,
  confidence: 0.95,
  protocol: { count },
})

it('reads shares, intervals, the number of samples and the data from the results of an evaluation', () => {
  const results = [
    share('cat', 0.25, 25),
    share('dog', 0.75, 75),
    { name: 'chi_squared', value: 1, protocol: { training_counts: [10, 30] } },
  ]
  expect(sharesOf(results)).toEqual({
    classes: ['cat', 'dog'],
    row: { share: [0.25, 0.75], low: [0.15, 0.65], high: [0.35, 0.85], n: 100 },
    reference: [0.25, 0.75],
    confidence: 0.95,
  })
})

it('has no line of the data where the data has no classes, and nothing where nothing was judged', () => {
  expect(sharesOf([share('cat', 1, 5)])?.reference).toBeNull()
  expect(sharesOf([{ name: 'nfe', value: 35, protocol: {} }])).toBeNull()
})

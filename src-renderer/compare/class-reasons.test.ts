import { expect, it } from 'vitest'
import { reasonsOf } from './class-reasons.ts'

const few = (run: number, className: string, count: number) => ({
  run,
  className,
  value: null,
  reason: `set has ${count} images of the class, no more than the 64 features.`,
})

it('says each kind of reason once, of whom it is said', () => {
  const unseen = { run: 1, className: 'owl', value: null, reason: 'The classifier does not know the class.' }
  const given = { run: 1, className: 'cat', value: 3, reason: null }
  expect(reasonsOf([given, few(1, 'dog', 6), few(2, 'dog', 6), few(2, 'fox', 9), unseen])).toEqual([
    'Runs 1, 2, classes dog, fox: set has 6 images of the class, no more than the 64 features. (of run 1, dog; the others alike)',
    'Run 1, class owl: The classifier does not know the class.',
  ])
  expect(reasonsOf([given])).toEqual([])
})

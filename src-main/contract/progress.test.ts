import { expect, it } from 'vitest'
import { rateText } from './progress.ts'

it('says a rate the way that reads above one, in what the kind counts', () => {
  const rate = (secondsLeft: number | null) => rateText({ step: 10, steps: 110, secondsLeft }, 'sample')
  expect([rate(2), rate(8), rate(250)]).toEqual(['50 samples/s', '13 samples/s', '2.5 s/sample'])
  expect(rateText({ step: 0, steps: 9000, secondsLeft: 3 }, 'evaluate')).toBe('3000 images/s')
})

it('says nothing where nothing is known or left', () => {
  expect(rateText({ step: 1, steps: 2, secondsLeft: null }, 'train')).toBe('')
  expect(rateText({ step: 2, steps: 2, secondsLeft: 0 }, 'train')).toBe('')
})

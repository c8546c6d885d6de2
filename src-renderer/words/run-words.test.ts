import { expect, it } from 'vitest'
import { formatSpan } from './run-words.ts'

it('says spans in their two largest units', () => {
  expect([0.25, 7.26, 59, 75, 3600, 3725, 90_061].map(formatSpan)).toEqual([
    '0.25 s',
    '7.3 s',
    '59 s',
    '1 min 15 s',
    '1 h',
    '1 h 2 min',
    '1 d 1 h',
  ])
})

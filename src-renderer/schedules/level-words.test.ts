import { expect, it } from 'vitest'
import { countWords, farthest } from './level-words.ts'

it('counts steps against levels', () => {
  expect(countWords(1)).toBe('1 level: 1 step, to 0')
  expect(countWords(20)).toBe('20 levels: 20 steps, the last to 0')
})

it('finds where two lists are farthest apart', () => {
  expect(farthest([10, 4, 1], [10, 1, 2])).toEqual({ level: 2, own: 4, other: 1, factor: 4 })
  expect(farthest([10, 4], [10, 4, 1])).toBeNull()
})

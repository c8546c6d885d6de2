/** A p-value in words: what is counted has none, however small another one is. */
import { expect, it } from 'vitest'
import type { Difference } from './measures.ts'
import { pText } from './study-words.ts'

const by = (method: string) => ({ method }) as Difference

it('tells a count from a p-value below every number', () => {
  expect(pText(0, by("Spearman's rank correlation"))).toBe('< 0.001')
  expect(pText(0, by('counted'))).toBe('counted')
  expect(pText(0.0123, null)).toBe('0.012')
})

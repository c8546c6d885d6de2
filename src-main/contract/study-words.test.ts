/** A result in words: what is counted has no p-value, and what has no published size no number that would do. */
import { expect, it } from 'vitest'
import type { Difference } from './measures.ts'
import type { StudyResult } from './study-result.ts'
import { pText, verdictText } from './study-words.ts'

const by = (method: string) => ({ method }) as Difference

it('tells a count from a p-value below every number', () => {
  expect(pText(0, by("Spearman's rank correlation"))).toBe('< 0.001')
  expect(pText(0, by('counted'))).toBe('counted')
  expect(pText(0.0123, null)).toBe('0.012')
})

it('says how many would do, or why that cannot be said', () => {
  const open = (published?: [number, number]) => ({ spec: { name: 'a > b', published }, finding: 'open' })
  const verdict = (comparison: object, needed: object | null) =>
    verdictText({ verdict: 'too little evidence', needed, comparisons: [comparison] } as unknown as StudyResult)
  expect(verdict(open([2, 1]), { evidence: 'noise', n: 1200, power: 0.8 })).toBe(
    'Too little evidence. Open: a > b. About 1,200 samples an arm would do.',
  )
  expect(verdict(open(), null)).toBe(
    'Too little evidence. Open: a > b. How many would do cannot be said where no size is published.',
  )
})

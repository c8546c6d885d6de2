import { expect, it } from 'vitest'
import { subsetSpec } from '#contract/dataset.ts'
import type { DatasetCard } from '#contract/dataset-card.ts'
import type { Reply } from '#contract/requests.ts'
import { SubsetDraft } from './subset-draft.svelte.ts'

const CARD: DatasetCard = {
  id: 'pets',
  name: 'pets',
  hash: '00',
  count: 40,
  height: 2,
  width: 2,
  channels: 1,
  classes: ['cat', 'dog', 'emu'],
  classCounts: [20, 10, 10],
  mean: 0,
  std: 1,
  builtIn: false,
  lineage: null,
  reading: null,
}
type Answer = Reply<{ counts: number[] }>
const shelf = (answer: (spec: Record<string, unknown>) => Promise<Answer>) => ({
  proportions: (_id: string, spec: Record<string, unknown>) => answer(spec),
  subset: async () => ({ ok: false, error: { code: 'no-space', message: 'The disk is full.' } }) as const,
})
const none = shelf(async () => ({ ok: true, value: { counts: [] } }))

it('asks for nothing special at first, and for fractions of the classes that were cut', () => {
  const draft = new SubsetDraft(none, CARD)
  expect(draft.spec).toEqual({ seed: 0 })
  draft.setPercent(0, 35)
  expect(draft.spec).toEqual({ fractions: { cat: 0.35 }, seed: 0 })
  draft.setKept(2, false)
  draft.n = 12
  expect(draft.spec).toEqual({ classes: ['cat', 'dog'], fractions: { cat: 0.35 }, n: 12, seed: 0 })
})

it('starts proportions at the data’s own, and gives shares that sum to 1 whatever the sliders say', () => {
  const draft = new SubsetDraft(none, CARD)
  draft.setMode('proportions')
  expect(draft.percent).toEqual([50, 25, 25])
  draft.setPercent(1, 75)
  draft.setKept(2, false)
  expect(draft.spec.proportions).toEqual({ cat: 0.4, dog: 0.6, emu: 0 })
})

it('never leaves a data set without classes, and speaks only what the contract knows', () => {
  const draft = new SubsetDraft(none, CARD)
  for (const mode of ['fractions', 'proportions', 'per_class'] as const) {
    draft.setMode(mode)
    for (const i of [0, 1, 2]) draft.setKept(i, false)
    expect(draft.kept.filter(Boolean)).toHaveLength(1)
    expect(subsetSpec.safeParse(draft.spec).success).toBe(true)
  }
})

it('shows the answer to the last question alone, and a refusal until it is mended', async () => {
  const pending: ((answer: Answer) => void)[] = []
  const draft = new SubsetDraft(
    shelf(() => new Promise((resolve) => pending.push(resolve))),
    CARD,
  )
  const first = draft.ask()
  await new Promise((resolve) => setTimeout(resolve, 200))
  const second = draft.ask()
  await new Promise((resolve) => setTimeout(resolve, 200))
  pending[1]({ ok: true, value: { counts: [1, 2, 3] } })
  pending[0]({ ok: false, error: { code: 'invalid', message: 'overtaken' } })
  await Promise.all([first, second])
  expect([draft.counts, draft.total, draft.failure]).toEqual([[1, 2, 3], 6, null])
  expect(await draft.save()).toBeNull()
  expect(draft.failure?.message).toBe('The disk is full.')
})

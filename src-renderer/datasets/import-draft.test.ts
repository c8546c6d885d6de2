import { expect, it } from 'vitest'
import type { DatasetCard, ImportPreview } from '#contract/dataset-card.ts'
import type { ImportInput } from '#contract/import.ts'
import type { Failure } from '#contract/requests.ts'
import { ImportDraft } from './import-draft.svelte.ts'

const SEEN = { name: 'a', uses: ['name', 'layout', 'float_range'], reading: null } as unknown as ImportPreview
const ASKED: Failure = {
  code: 'invalid',
  field: 'layout',
  message: 'f has the shape (16, 16, 3), which could be nhw = .., hwc = ... Say layout=nhw or layout=hwc.',
}

/** Main asks for the axes, and takes whatever is said. */
function open() {
  const asked: ImportInput[] = []
  const dropped: unknown[] = []
  const draft = new ImportDraft({
    send: async () => ({ ok: true, value: { upload: 'u' } }),
    inspect: async (_, fields) => {
      asked.push(fields)
      return fields.layout ? { ok: true, value: SEEN } : { ok: false, error: ASKED }
    },
    keep: async (_, fields) => ({ ok: true, value: { id: '1', ...fields } as unknown as DatasetCard }),
    drop: (source) => void dropped.push(source),
  })
  return { draft, asked, dropped }
}

it('what is asked for stands at its field; what is advised is taken at a click, and then it can be kept', async () => {
  const { draft, asked } = open()
  await draft.from({ path: '/x.npy' })
  expect(draft.preview).toBeNull()
  expect(await draft.keep()).toBeNull()
  expect(draft.fields.map(({ name }) => name)).toEqual(['layout'])
  expect(draft.faultAt('layout')).toBe(ASKED.message)
  expect(draft.faultAt(null)).toBeNull()
  expect(draft.advice).toEqual([{ layout: 'nhw' }, { layout: 'hwc' }])
  await draft.take(draft.advice[1])
  expect(asked.at(-1)).toEqual({ layout: 'hwc' })
  expect(draft.preview).toBe(SEEN)
  expect(draft.advice).toEqual([])
  expect(draft.fields.map(({ name }) => name)).toEqual(['layout', 'float_range'])
  await draft.set('name', 'mine')
  expect(asked).toHaveLength(2)
  expect(await draft.keep()).toMatchObject({ id: '1', layout: 'hwc', name: 'mine' })
})

it('another source forgets what was typed for the last, and what was sent goes', async () => {
  const { draft, asked, dropped } = open()
  await draft.from({ files: [] })
  await draft.set('layout', 'nhw')
  await draft.from({ path: '/y.npy' })
  expect(asked).toEqual([{}, { layout: 'nhw' }, {}])
  expect(dropped).toEqual([{ upload: 'u' }])
  expect(draft.preview).toBeNull()
})

it('an answer that comes after another was asked for is not heeded', async () => {
  const { promise: slow, resolve: release } = Promise.withResolvers<ImportPreview>()
  const draft = new ImportDraft({
    send: async () => ({ ok: true, value: { upload: 'u' } }),
    inspect: async (_, { layout }) => ({ ok: true, value: layout ? { ...SEEN, name: layout } : await slow }),
    keep: async () => ({ ok: false, error: ASKED }),
    drop: () => {},
  })
  const first = draft.from({ path: '/x.npy' })
  await draft.set('layout', 'hwc')
  release(SEEN)
  await first
  expect(draft.preview?.name).toBe('hwc')
})

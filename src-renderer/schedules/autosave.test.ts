import { beforeEach, expect, it } from 'vitest'
import { readSheet, writeSheet, type Store } from './autosave.ts'
import { isUnsaved } from './sheet.ts'
import { Workspace } from './workspace.svelte.ts'

function memory(text: string | null = null): Store & { text: string | null } {
  const store = { text, getItem: () => store.text, setItem: (_: string, value: string) => void (store.text = value) }
  return store
}
let sheet: Workspace
beforeEach(() => (sheet = new Workspace()))
/** As after a reload. */
function reloaded(): Workspace {
  const store = memory()
  expect(writeSheet(store, sheet.history)).toBe(true)
  return new Workspace(readSheet(store)!)
}

it('gives a sheet back with every bit of its levels, and every step that led to it', () => {
  sheet.makeDrawn()
  sheet.moveHandle(3, { sigma: 1 / 3 })
  sheet.rename('x')
  sheet.undo()
  const again = reloaded()
  for (const way of ['redo', 'undo', 'undo', 'undo'] as const) {
    expect(again.sheet).toEqual(sheet.sheet)
    again[way]()
    sheet[way]()
  }
  expect(again.canUndo).toBe(false)
})

it('keeps a hundred steps of a thousand levels', () => {
  sheet.makeList()
  sheet.setShape({ kind: 'list', sigmas: Array.from({ length: 1000 }, (_, i) => 50 / (i + Math.PI)) })
  for (let i = 0; i < 150; i++) sheet.moveHandle(500, { sigma: 0.09 + i / 10_000 })
  const again = reloaded()
  let steps = 0
  for (; again.canUndo; steps++) again.undo()
  expect(steps).toBeGreaterThanOrEqual(100)
})

it('still knows what is saved', () => {
  const { id, shape } = sheet.active
  sheet.markSaved(id, { id: 's', name: 'mine' })
  expect(isUnsaved(sheet.active)).toBe(false)
  const again = reloaded()
  expect(again.active.shape).toEqual(shape)
  expect(isUnsaved(again.active)).toBe(false)
})

it.each([
  '',
  '{',
  'null',
  '3',
  '{"drafts":[],"shapes":[],"sheets":[],"now":0}',
  '{"drafts":[{"id":"a","name":"b"}],"shapes":[],"sheets":[{"drafts":[0],"activeId":"a"}],"now":0}',
  '{"drafts":[{"id":"a","name":"b","dataRange":[0,1],"shape":0}],"shapes":[{"kind":"drawn","knots":[]}],"sheets":[{"drafts":[0]}],"now":0}',
])('starts afresh from %j', (text) => {
  expect(readSheet(memory(text))).toBe(null)
})

it('keeps what can be read, and survives a full store', () => {
  const store = memory()
  writeSheet(store, sheet.history)
  const torn = JSON.parse(store.text!)
  torn.sheets[0] = { drafts: [99, ...torn.sheets[0].drafts], activeId: 'gone' }
  expect(readSheet(memory(JSON.stringify(torn)))?.now).toEqual({ ...sheet.sheet, activeId: sheet.drafts[0].id })
  const full: Store = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  expect(writeSheet(full, sheet.history)).toBe(false)
})

import { expect, it } from 'vitest'
import { readSheet, writeSheet, type Store } from './autosave.ts'
import { Workspace } from './workspace.svelte.ts'

function memory(text: string | null = null): Store & { text: string | null } {
  const store = { text, getItem: () => store.text, setItem: (_: string, value: string) => void (store.text = value) }
  return store
}

it('gives a sheet back with every bit of its levels', () => {
  const sheet = new Workspace()
  sheet.makeDrawn()
  sheet.moveHandle(3, { sigma: 1 / 3 })
  const store = memory()
  expect(writeSheet(store, sheet.sheet)).toBe(true)
  expect(readSheet(store)).toEqual(sheet.sheet)
})

it.each([
  '',
  '{',
  'null',
  '3',
  '{"drafts":[]}',
  '{"drafts":[{"id":"a","name":"b"}]}',
  '{"drafts":[{"id":"a","name":"b","dataRange":[0,1],"shape":{"kind":"drawn","knots":[]}}]}',
])('starts afresh from %j', (text) => {
  expect(readSheet(memory(text))).toBe(null)
})

it('keeps what can be read, and survives a full store', () => {
  const { sheet } = new Workspace()
  const torn = { drafts: [{ id: 3 }, ...sheet.drafts], activeId: 'gone' }
  expect(readSheet(memory(JSON.stringify(torn)))).toEqual({ drafts: sheet.drafts, activeId: sheet.drafts[0].id })
  const full: Store = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  expect(writeSheet(full, sheet)).toBe(false)
})

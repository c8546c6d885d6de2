import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openFolderTrash } from './folder-trash.ts'

let datasets: string
const openDatasetTrash = (folder: string) =>
  openFolderTrash(folder, { what: 'imported data set', field: 'id', hashed: true })
const add = (id: string, text: string) => {
  mkdirSync(join(datasets, id))
  writeFileSync(join(datasets, id, 'dataset.json'), text)
}
beforeEach(() => (datasets = mkdtempSync(join(tmpdir(), 'anneal-datasets-'))))
afterEach(() => rmSync(datasets, { recursive: true }))

it('takes a data set away and brings it back as it was, again and again', () => {
  add('abc-cats', 'one')
  const trash = openDatasetTrash(datasets)
  for (let i = 0; i < 2; i++) {
    trash.remove('abc-cats')
    expect(existsSync(join(datasets, 'abc-cats'))).toBe(false)
    trash.restore('abc-cats')
  }
  expect(readFileSync(join(datasets, 'abc-cats', 'dataset.json'), 'utf8')).toBe('one')
})

it('keeps the newer of two that were removed under one name', () => {
  const trash = openDatasetTrash(datasets)
  for (const text of ['older', 'newer']) {
    add('abc-cats', text)
    trash.remove('abc-cats')
  }
  trash.restore('abc-cats')
  expect(readFileSync(join(datasets, 'abc-cats', 'dataset.json'), 'utf8')).toBe('newer')
})

it('still has it after a restart', () => {
  add('abc-cats', 'one')
  openDatasetTrash(datasets).remove('abc-cats')
  openDatasetTrash(datasets).restore('abc-cats')
  expect(existsSync(join(datasets, 'abc-cats'))).toBe(true)
})

it.each(['', '.', '..', '.trash', '../runs', 'a/b', 'a\\b', 'mnist-test'])('removes no %j', (id) => {
  expect(() => openDatasetTrash(datasets).remove(id)).toThrow(/There is no imported data set/)
})

it('does not put one name over another where names hold no hash', () => {
  const trash = openFolderTrash(datasets, { what: 'network', field: 'name' })
  add('cats', 'older')
  trash.remove('cats')
  add('cats', 'newer')
  expect(() => trash.restore('cats')).toThrow('There is another network cats by now. Remove that one first.')
  expect(readFileSync(join(datasets, 'cats', 'dataset.json'), 'utf8')).toBe('newer')
})

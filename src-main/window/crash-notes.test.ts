import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keepCrashNote } from './crash-notes.ts'

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'anneal-notes-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

it('says what ended, where and how, without the name of the user or the place of the data', () => {
  const stack = `Error: x\n    at /home/ada/anneal/main.js:3:1\n    at ${home}/runs/1`
  const path = keepCrashNote(home, { what: 'The page ended.', facts: { reason: 'oom' }, stack }, { user: '/home/ada' })
  expect(readFileSync(path!, 'utf8')).toBe(
    'The page ended.\nreason: oom\nError: x\n    at ~/anneal/main.js:3:1\n    at DATA_FOLDER/runs/1\n',
  )
})

it('keeps the newest twenty', () => {
  const paths = Array.from({ length: 23 }, (_, i) =>
    keepCrashNote(home, { what: 'again', facts: {} }, { at: new Date(1e12 + i * 1000) }),
  )
  expect(readdirSync(join(home, 'crashes')).toSorted()).toEqual(paths.slice(3).map((path) => basename(path!)))
})

it('is no second crash where nothing can be written', () => {
  writeFileSync(join(home, 'crashes'), '')
  expect(keepCrashNote(home, { what: 'again', facts: {} })).toBeNull()
})

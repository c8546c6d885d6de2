import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeFolders } from './make-folders.ts'

let root: string
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'anneal-folders-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

it('makes all that is missing, again and again', () => {
  for (let i = 0; i < 2; i++) makeFolders(join(root, 'a', 'b', 'c'))
  expect(statSync(join(root, 'a', 'b', 'c')).isDirectory()).toBe(true)
})

it.skipIf(process.platform === 'win32')('gives the last folder its mode, and leaves one that is there', () => {
  const modeOf = (path: string) => statSync(path).mode & 0o777
  makeFolders(join(root, 'up', 'own'), 0o700)
  expect(modeOf(join(root, 'up', 'own'))).toBe(0o700)
  expect(modeOf(join(root, 'up')) & 0o055).not.toBe(0)
  makeFolders(join(root, 'up'), 0o700)
  expect(modeOf(join(root, 'up')) & 0o055).not.toBe(0)
})

it('refuses in a sentence what can be no folder', () => {
  symlinkSync('loop', join(root, 'loop'))
  writeFileSync(join(root, 'file'), '')
  const cases: [string, RegExp][] = [
    ['x'.repeat(256), /its name is too long/],
    ['loop/x', /leads to itself/],
    ['file/x', /there is a file of that name/],
    ['file', /there is a file of that name/],
  ]
  for (const [name, sentence] of cases) expect(() => makeFolders(join(root, name)), name).toThrow(sentence)
})

it.runIf(process.platform === 'linux')('ends at once where the system forbids it', () => {
  expect(() => makeFolders('/proc/anneal/x')).toThrow(/cannot be written/)
})

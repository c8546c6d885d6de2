import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeLock } from './exclusive-lock.ts'

let path: string
beforeEach(() => (path = join(mkdtempSync(join(tmpdir(), 'anneal lock-')), 'queue.lock')))
afterEach(() => rmSync(join(path, '..'), { recursive: true }))

it('has one holder, and the next when that has let go', () => {
  const first = takeLock(path)!
  expect(takeLock(path)).toBe(null)
  first.release()
  const second = takeLock(path)!
  expect(second).not.toBe(null)
  second.release()
})

it.each(['x', 'x'.repeat(5000), '\0'.repeat(4096)])('is taken where its file was damaged, by one alone', (content) => {
  writeFileSync(path, content)
  const lock = takeLock(path)!
  expect(lock).not.toBe(null)
  expect(takeLock(path)).toBe(null)
  lock.release()
})

it('keeps its holder when the file is damaged under it', () => {
  const lock = takeLock(path)!
  writeFileSync(path, 'y'.repeat(3000))
  expect(takeLock(path)).toBe(null)
  lock.release()
})

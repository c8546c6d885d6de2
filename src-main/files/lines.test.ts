import * as fs from 'node:fs'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { appendLines, readLines } from './lines.ts'
import type { FileSystem } from './write-whole.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lines-'))
  path = join(folder, 'metrics.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('appends and reads whole lines; a file that is not there has none', () => {
  expect(readLines(path)).toEqual([])
  appendLines(path, ['a', 'b'])
  appendLines(path, ['c'])
  expect(readLines(path)).toEqual(['a', 'b', 'c'])
})

it.each(['tor', 'x'.repeat(10_000)])('leaves out a torn last line, and cuts it off before the next', (torn) => {
  appendLines(path, ['whole'])
  appendFileSync(path, torn)
  expect(readLines(path)).toEqual(['whole'])
  appendLines(path, ['next'])
  expect(readFileSync(path, 'utf8')).toBe('whole\nnext\n')
})

it('cuts off a file that is one torn line', () => {
  writeFileSync(path, 'y'.repeat(9000))
  appendLines(path, ['first'])
  expect(readFileSync(path, 'utf8')).toBe('first\n')
})

it('takes back what a full disk let through of a line', () => {
  appendLines(path, ['kept'])
  let calls = 0
  const full = {
    ...fs,
    writeSync(file: number, bytes: Uint8Array) {
      if (calls++ > 0) throw Object.assign(new Error(), { code: 'ENOSPC' })
      return fs.writeSync(file, bytes, 0, 2)
    },
  }
  expect(() => appendLines(path, ['lost'], full as unknown as FileSystem)).toThrow(
    /disk is full: .*metrics\.jsonl.*needs 5 bytes/,
  )
  expect(readFileSync(path, 'utf8')).toBe('kept\n')
})

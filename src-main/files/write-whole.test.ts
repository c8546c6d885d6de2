import * as fs from 'node:fs'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { type FileSystem, writeJson, writeWhole } from './write-whole.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-whole-'))
  path = join(folder, 'weights.bin')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const failure = (code: string) => Object.assign(new Error(code), { code })

/** The real file system until its nth call, which throws; `dead` says that nothing at all works from then on. */
function failingAt(n: number, code: string, dead = false): { fs: FileSystem; calls: () => number } {
  let calls = 0
  const names = [
    'openSync',
    'writeSync',
    'fsyncSync',
    'closeSync',
    'renameSync',
    'rmSync',
    'fstatSync',
    'readSync',
    'ftruncateSync',
  ] as const
  const wrapped = Object.fromEntries(
    names.map((name) => [
      name,
      (...args: unknown[]) => {
        calls++
        if (calls === n || (dead && calls > n)) {
          // A file descriptor is closed by the system, whatever becomes of the process.
          if (name === 'closeSync') fs.closeSync(args[0] as number)
          throw failure(code)
        }
        return (fs[name] as (...all: unknown[]) => unknown)(...args)
      },
    ]),
  )
  return { fs: wrapped as unknown as FileSystem, calls: () => calls }
}

describe('writeWhole', () => {
  it('writes text, bytes and parts, over what was there, and leaves no other file', () => {
    writeWhole(path, 'old')
    writeWhole(path, [new Uint8Array([1, 2]), new Uint8Array([3])])
    expect([...readFileSync(path)]).toEqual([1, 2, 3])
    expect(readdirSync(folder)).toEqual(['weights.bin'])
  })

  it('goes on where a write takes only a part', () => {
    const slow = { ...fs, writeSync: (file: number, bytes: Uint8Array, at: number) => fs.writeSync(file, bytes, at, 1) }
    writeWhole(path, 'abc', slow as unknown as FileSystem)
    expect(readFileSync(path, 'utf8')).toBe('abc')
  })

  const all = failingAt(0, '')
  const steps = () => {
    writeWhole(path, 'count', all.fs)
    return all.calls()
  }

  it('leaves the old file or the new one, wherever the process dies', () => {
    const last = steps()
    expect(last).toBeGreaterThanOrEqual(8)
    const found = new Set<string>()
    for (let n = 1; n <= last; n++) {
      writeFileSync(path, 'old')
      expect(() => writeWhole(path, 'new content', failingAt(n, 'EIO', true).fs)).toThrow()
      found.add(readFileSync(path, 'utf8'))
    }
    expect(found).toEqual(new Set(['old', 'new content']))
  })

  it.each([
    ['ENOSPC', 'disk is full'],
    ['EDQUOT', 'quota on this disk is used up'],
  ])('on %s keeps the old file, removes its own and names the path and the bytes needed', (code, why) => {
    writeFileSync(path, 'old')
    for (const n of [1, 2, 3]) {
      const write = () => writeWhole(path, 'x'.repeat(1000), failingAt(n, code).fs)
      expect(write).toThrow(Refusal)
      expect(write).toThrow(new RegExp(`${why}: .*weights\\.bin could not be written\\. It needs 1000 bytes\\.`))
    }
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['weights.bin'])
  })

  it.skipIf(!fs.existsSync('/dev/full'))('tells a really full device by the same sentence', () => {
    const full = {
      ...fs,
      openSync: (_: string, flags: string) => fs.openSync(flags === 'w' ? '/dev/full' : folder, flags),
    }
    expect(() => writeWhole(path, 'abc', full as unknown as FileSystem)).toThrow(/disk is full: .*It needs 3 bytes/)
  })

  it('says that a folder is gone', () => {
    rmSync(folder, { recursive: true })
    expect(() => writeWhole(path, 'x')).toThrow(/its folder is gone/)
  })
})

it('writeJson never turns a number that is not finite into null', () => {
  expect(() => writeJson(path, { loss: [1, NaN] })).toThrow(/NaN/)
  expect(readdirSync(folder)).toEqual([])
})

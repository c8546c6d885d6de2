import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { readRegularFile } from './regular-file.ts'
import { readSafetensorsHeader } from './safetensors-header.ts'

let folder: string
const at = (name: string) => join(folder, `${name}.safetensors`)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anneal-regular-'))
  writeFileSync(at('small'), 'abc')
  truncateSync(at('small'), 3)
  writeFileSync(at('large'), '')
  truncateSync(at('large'), 5 * 2 ** 30)
  mkdirSync(at('folder'))
  if (process.platform === 'win32') return
  execFileSync('mkfifo', [at('pipe')])
  symlinkSync('/dev/zero', at('device'))
  symlinkSync(at('loop'), at('loop'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('reads a file', () => expect(readRegularFile(at('small'), 3)).toEqual(Buffer.from('abc')))

describe.skipIf(process.platform === 'win32')('what is no file of numbers', () => {
  it.each([
    ['pipe', /is not a file\. Name a file\./],
    ['device', /is not a file\./],
    ['folder', /is not a file\./],
    ['loop', /is a link that leads to itself/],
    ['none', /does not exist\. Check the path\./],
    ['large', /holds more than the 2147483648 bytes that are read/],
  ])('%s: is refused in one sentence, at once', (name, message) => {
    const read = () => readRegularFile(at(name), 2 ** 31)
    expect(read).toThrow(Refusal)
    expect(read).toThrow(message)
    expect(() => readSafetensorsHeader(at(name))).toThrow(Refusal)
  })
})

it('a header longer than any network needs is refused before it is parsed', () => {
  const header = Buffer.concat([Buffer.alloc(8), Buffer.from('['.repeat(5_000_000))])
  header.writeBigUInt64LE(5_000_000n)
  writeFileSync(at('deep'), header)
  const began = performance.now()
  expect(() => readSafetensorsHeader(at('deep'))).toThrow(
    /its header of 5000000 bytes is longer than the 4000000 allowed/,
  )
  expect(performance.now() - began).toBeLessThan(200)
})

import { mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openZipFile } from './zip-file.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'anneal-zip-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const GIB = 2 ** 30
type Numbers = readonly (readonly [bytes: 2 | 4 | 8, value: number])[]

function record(numbers: Numbers): Buffer {
  const bytes = Buffer.alloc(numbers.reduce((sum, [length]) => sum + length, 0))
  let at = 0
  for (const [length, value] of numbers) {
    if (length === 8) bytes.writeBigUInt64LE(BigInt(value), at)
    else bytes.writeUIntLE(value, at, length)
    at += length
  }
  return bytes
}
const zeros = (count: number): Numbers => Array.from({ length: count }, () => [2, 0] as const)

/** A ZIP by APPNOTE 6.3: entries stored at the given places of a file that is empty between, the list behind them at `start`. */
function sparseZip(path: string, entries: readonly { name: string; text: string; offset: number }[], start: number) {
  const file = openSync(path, 'w')
  const list = entries.map(({ name, text, offset }) => {
    const [size, crc] = [text.length, crc32(text)]
    const local = record([[4, 0x04034b50], ...zeros(5), [4, crc], [4, size], [4, size], [2, name.length], [2, 0]])
    writeSync(file, Buffer.concat([local, Buffer.from(name + text)]), 0, null, offset)
    const wide = offset > 0xfffffffe
    const extra = wide
      ? record([
          [2, 1],
          [2, 8],
          [8, offset],
        ])
      : Buffer.alloc(0)
    const head = record([
      [4, 0x02014b50],
      ...zeros(6),
      [4, crc],
      [4, size],
      [4, size],
      [2, name.length],
      [2, extra.length],
      ...zeros(5),
      [4, wide ? 0xffffffff : offset],
    ])
    return Buffer.concat([head, Buffer.from(name), extra])
  })
  const bytes = Buffer.concat(list)
  const count = entries.length
  const end64 = record([
    [4, 0x06064b50],
    [8, 44],
    ...zeros(2),
    ...zeros(4),
    [8, count],
    [8, count],
    [8, bytes.length],
    [8, start],
  ])
  const locator = record([
    [4, 0x07064b50],
    [4, 0],
    [8, start + bytes.length],
    [4, 1],
  ])
  const end = record([
    [4, 0x06054b50],
    ...zeros(2),
    [2, 0xffff],
    [2, 0xffff],
    [4, bytes.length],
    [4, 0xffffffff],
    [2, 0],
  ])
  writeSync(file, Buffer.concat([bytes, end64, locator, end]), 0, null, start)
  closeSync(file)
}

describe('a ZIP on disk', () => {
  it('of more than 4 GiB is read entry by entry, in little memory', async () => {
    const path = join(folder, 'large.zip')
    const entries = [
      { name: 'a.txt', text: 'near', offset: 0 },
      { name: 'b.txt', text: 'beyond four gibibytes', offset: 4.5 * GIB },
    ]
    sparseZip(path, entries, 5 * GIB)
    const before = process.memoryUsage().arrayBuffers
    const zip = await openZipFile(path, 10)
    const texts = await Promise.all(zip.entries.map((entry) => zip.read(entry, 1000)))
    expect(texts.map((bytes) => Buffer.from(bytes).toString())).toEqual(['near', 'beyond four gibibytes'])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 2 ** 20)
  })

  it('gives what was packed, and refuses what is altered, cut short, too large or too many', async () => {
    const path = join(folder, 'small.zip')
    const bytes = zipSync({ 'a.txt': Buffer.from('a'.repeat(100)), 'b.txt': [Buffer.from('plain'), { level: 0 }] })
    writeFileSync(path, bytes)
    const zip = await openZipFile(path, 10)
    const [a, b] = zip.entries
    expect(Buffer.from(await zip.read(a, 100)).toString()).toBe('a'.repeat(100))
    expect(Buffer.from(await zip.read(b, 100)).toString()).toBe('plain')
    await expect(zip.read(a, 99)).rejects.toThrow(/small\.zip \(a\.txt\) holds 100 bytes, at most 99/)
    await expect(openZipFile(path, 1)).rejects.toThrow(/has 2 entries, at most 1/)
    await expect(zip.read({ ...b, offset: 1e15 }, 100)).rejects.toThrow(/is not where the list says/)
    const altered = Uint8Array.from(bytes)
    altered[Buffer.from(bytes).indexOf('plain')] ^= 1
    writeFileSync(path, altered)
    await expect(zip.read(b, 100)).rejects.toThrow(/b\.txt\) is altered/)
    writeFileSync(path, bytes.subarray(0, b.offset + 32))
    await expect(zip.read(b, 100)).rejects.toThrow(/b\.txt\) is cut short/)
    await expect(openZipFile(path, 10)).rejects.toThrow(/its end is missing/)
    rmSync(path)
    await expect(zip.read(b, 100)).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringMatching(/does not exist/),
    })
    await expect(openZipFile(folder, 10)).rejects.toThrow(/is not a file/)
  })
})

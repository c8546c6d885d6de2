import { Zip, ZipPassThrough, zipSync } from 'fflate'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { parseNpz, readNpz, sampleNpz } from './npz.ts'
import { npyBytes } from './write-npy.ts'

const pixels = Uint8Array.from({ length: 2 * 4 * 4 * 3 }, (_, i) => (7 * i) % 256)
const images = npyBytes(pixels, [2, 4, 4, 3])
const labels = npyBytes(Uint8Array.of(1, 0), [2])
const packed = zipSync({ 'arr_0.npy': images, 'arr_1.npy': labels })
const indexOf = (bytes: Uint8Array, signature: number) =>
  Buffer.from(bytes).indexOf(Buffer.from([0x50, 0x4b, signature, signature + 1]))
/** The same zip with a little-endian number written over its central directory. */
function forged(zip: Uint8Array, offset: number, value: number): Uint8Array {
  const bytes = Uint8Array.from(zip)
  new DataView(bytes.buffer).setUint32(indexOf(zip, 1) + offset, value, true)
  return bytes
}

const altered = Uint8Array.from(zipSync({ 'arr_0.npy': images }, { level: 0 }))
altered[200] ^= 1
const bomb = zipSync({ 'arr_0.npy': new Uint8Array(64 * 2 ** 20) })

describe('parseNpz', () => {
  it.each([
    ['packed', packed],
    ['stored, as numpy.savez does', zipSync({ 'arr_0.npy': images, 'arr_1.npy': labels }, { level: 0 })],
    ['named', zipSync({ 'y.npy': labels, 'notes.txt': Uint8Array.of(1), 'images.npy': images })],
  ])('finds images and labels: %s', async (_, bytes) => {
    const found = await parseNpz(bytes, 'f')
    expect(found.images).toEqual({ shape: [2, 4, 4, 3], dtype: 'u1', data: pixels })
    expect(Array.from(found.labels!.data)).toEqual([1, 0])
  })

  it('reads a zip whose lengths stand behind the data, as streams write it', async () => {
    const parts: Uint8Array[] = []
    const zip = new Zip((_, part) => void parts.push(part))
    const entry = new ZipPassThrough('arr_0.npy')
    zip.add(entry)
    entry.push(images, true)
    zip.end()
    expect((await parseNpz(Buffer.concat(parts), 'f')).images.data).toEqual(pixels)
  })

  it.each([
    ['an altered byte', altered, /f \(arr_0\.npy\) is altered: its checksum does not match\. Save or copy it again/],
    ['a cut file', packed.subarray(0, packed.length - 30), /f is no whole \.zip or \.npz file: its end is missing/],
    ['no zip at all', new Uint8Array(50), /its end is missing/],
    ['an empty zip', zipSync({}), /f holds no images: it has nothing/],
    [
      'other arrays only',
      zipSync({ 'mu.npy': labels }),
      /f holds no images: it has mu\.npy; the array is looked for as images, x, arr_0/,
    ],
    [
      'a PyTorch checkpoint',
      zipSync({ 'archive/data.pkl': Uint8Array.of(0x80, 2) }),
      /zip with a python pickle \(archive\/data\.pkl\)/,
    ],
    ['a pickle within', zipSync({ 'arr_0.npy': Uint8Array.of(0x80, 4, 0x95) }), /f \(arr_0\.npy\) is a python pickle/],
    ['a zip bomb', bomb, /f \(arr_0\.npy\) would unpack from \d+ to 67108864 bytes, at most 33554432 are allowed/],
    [
      'a bomb that says it is small',
      forged(bomb, 24, 1000),
      /cannot be unpacked: it is altered, or larger than it says/,
    ],
    ['a small one that says it is 4 GiB', forged(packed, 24, 0xfffffff0), /would unpack from \d+ to 4294967280 bytes/],
    ['a wrong length', forged(packed, 24, images.length + 1), /is altered: its checksum/],
    ['an entry that lies elsewhere', forged(packed, 42, 5), /is not where the list says/],
    ['an entry beyond the end', forged(packed, 20, 1_000_000), /is cut short/],
  ])('refuses %s, quickly and in little memory', async (_, bytes, message) => {
    const started = performance.now()
    const before = process.memoryUsage().rss
    await expect(parseNpz(bytes, 'f')).rejects.toThrow(Refusal)
    await expect(parseNpz(bytes, 'f')).rejects.toThrow(message)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
  })

  it('refuses more entries than it lists', async () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}`, new Uint8Array(0)])), {
      level: 0,
    })
    await expect(parseNpz(many, 'f')).rejects.toThrow(/f has 10001 entries, at most 10000 are read/)
  })

  it('refuses two entries of one name', async () => {
    const twice = Buffer.from(zipSync({ 'arr_0.npy': images, 'arr_9.npy': labels }))
    const second = twice.toString('latin1').replaceAll('arr_9.npy', 'arr_0.npy')
    await expect(parseNpz(Buffer.from(second, 'latin1'), 'f')).rejects.toThrow(/f holds two entries named arr_0\.npy/)
  })
})

describe('readNpz, from disk', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'npz-'))))
  afterEach(() => rmSync(folder, { recursive: true }))
  const read = (bytes: Uint8Array, most = 1e6) => {
    const path = join(folder, 'a.npz')
    writeFileSync(path, bytes)
    return readNpz(path, {}, most)
  }

  it.each([
    ['packed', packed],
    ['stored', zipSync({ 'arr_0.npy': images, 'arr_1.npy': labels }, { level: 0 })],
  ])('gives what is in it: %s', async (_, bytes) => {
    const found = await read(bytes)
    expect(found.images).toEqual({ shape: [2, 4, 4, 3], dtype: 'u1', data: pixels })
    expect(Array.from(found.labels!.data)).toEqual([1, 0])
  })

  it.each([
    ['an altered byte', altered, /\(arr_0\.npy\) is altered: its checksum does not match/],
    ['a zip bomb', bomb, /would unpack from \d+ to 67108864 bytes/],
    ['a bomb that says it is small', forged(bomb, 24, 1000), /is no \.npy file|altered|cannot be unpacked/],
    ['a wrong length', forged(packed, 24, images.length + 1), /too long|cut short|altered/],
    ['an entry that lies elsewhere', forged(packed, 42, 5), /is not where the list says/],
    ['an entry beyond the end', forged(packed, 20, 1_000_000), /is cut short/],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message)
    await expect(read(bytes)).rejects.toThrow(Refusal)
  })

  it('refuses more than may be held before it is unpacked', async () => {
    await expect(read(packed, 95)).rejects.toThrow(
      /holds \(2, 4, 4, 3\) numbers, which take 1 MB; at most 1 MB are held/,
    )
  })
})

describe('sampleNpz', () => {
  it('holds arr_0 as uint8 NHWC and arr_1, and is the same bytes every time', async () => {
    const bytes = sampleNpz(pixels, [2, 4, 4, 3], Uint8Array.of(1, 0))
    expect((await parseNpz(bytes, 'f')).images).toEqual({ shape: [2, 4, 4, 3], dtype: 'u1', data: pixels })
    expect(Array.from((await parseNpz(bytes, 'f')).labels!.data)).toEqual([1, 0])
    expect(sampleNpz(pixels, [2, 4, 4, 3], Uint8Array.of(1, 0))).toEqual(bytes)
  })

  it('goes without labels', async () => {
    expect((await parseNpz(sampleNpz(pixels, [2, 4, 4, 3]), 'f')).labels).toBeNull()
  })
})

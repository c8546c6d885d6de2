import { Zip, ZipPassThrough, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { parseNpz, sampleNpz } from './npz.ts'
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

describe('parseNpz', () => {
  it.each([
    ['packed', packed],
    ['stored, as numpy.savez does', zipSync({ 'arr_0.npy': images, 'arr_1.npy': labels }, { level: 0 })],
    ['named', zipSync({ 'y.npy': labels, 'notes.txt': Uint8Array.of(1), 'images.npy': images })],
  ])('finds images and labels: %s', (_, bytes) => {
    const found = parseNpz(bytes, 'f')
    expect(found.images).toEqual({ shape: [2, 4, 4, 3], dtype: 'u1', data: pixels })
    expect(Array.from(found.labels!.data)).toEqual([1, 0])
  })

  it('reads a zip whose lengths stand behind the data, as streams write it', () => {
    const parts: Uint8Array[] = []
    const zip = new Zip((_, part) => void parts.push(part))
    const entry = new ZipPassThrough('arr_0.npy')
    zip.add(entry)
    entry.push(images, true)
    zip.end()
    expect(parseNpz(Buffer.concat(parts), 'f').images.data).toEqual(pixels)
  })

  const altered = Uint8Array.from(zipSync({ 'arr_0.npy': images }, { level: 0 }))
  altered[200] ^= 1
  const bomb = zipSync({ 'arr_0.npy': new Uint8Array(64 * 2 ** 20) })
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
  ])('refuses %s, quickly and in little memory', (_, bytes, message) => {
    const started = performance.now()
    const before = process.memoryUsage().rss
    expect(() => parseNpz(bytes, 'f')).toThrow(Refusal)
    expect(() => parseNpz(bytes, 'f')).toThrow(message)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
  })

  it('refuses more entries than it lists', () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}`, new Uint8Array(0)])), {
      level: 0,
    })
    expect(() => parseNpz(many, 'f')).toThrow(/f has 10001 entries, at most 10000 are read/)
  })

  it('refuses two entries of one name', () => {
    const twice = Buffer.from(zipSync({ 'arr_0.npy': images, 'arr_9.npy': labels }))
    const second = twice.toString('latin1').replaceAll('arr_9.npy', 'arr_0.npy')
    expect(() => parseNpz(Buffer.from(second, 'latin1'), 'f')).toThrow(/f holds two entries named arr_0\.npy/)
  })
})

describe('sampleNpz', () => {
  it('holds arr_0 as uint8 NHWC and arr_1, and is the same bytes every time', () => {
    const bytes = sampleNpz(pixels, [2, 4, 4, 3], Uint8Array.of(1, 0))
    expect(parseNpz(bytes, 'f').images).toEqual({ shape: [2, 4, 4, 3], dtype: 'u1', data: pixels })
    expect(Array.from(parseNpz(bytes, 'f').labels!.data)).toEqual([1, 0])
    expect(sampleNpz(pixels, [2, 4, 4, 3], Uint8Array.of(1, 0))).toEqual(bytes)
  })

  it('goes without labels', () => {
    expect(parseNpz(sampleNpz(pixels, [2, 4, 4, 3]), 'f').labels).toBeNull()
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { idxDataset, labelsBeside, openIdxDataset } from './idx-dataset.ts'
import { parseIdx, readIdxBytes } from './idx.ts'

const idx = (magic: number, shape: number[], data: ArrayLike<number>) => {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, magic)
  for (const [i, size] of shape.entries()) view.setUint32(4 + 4 * i, size)
  bytes.set(data, 4 + 4 * shape.length)
  return bytes
}
const images = idx(0x803, [2, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255])
const labels = idx(0x801, [2], [1, 0])
const paths = { imagesPath: 'images', labelsPath: 'labels' }

describe('parseIdx', () => {
  it('reads shape and bytes', () => {
    const { shape, data } = parseIdx(images, 3, 'images')
    expect(shape).toEqual([2, 2, 3])
    expect([...data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255])
  })

  it.each([
    ['an empty file', new Uint8Array(0), /f is cut short: 0 bytes, its header alone is 16/],
    ['a cut header', images.subarray(0, 15), /f is cut short: 15 bytes/],
    ['a cut body', images.subarray(0, 27), /f is cut short: its header promises 2 x 2 x 3 = 12 bytes, 11 are there/],
    ['trailing bytes', Uint8Array.of(...images, 0), /f has 1 bytes after its last item\. Copy or download it again/],
    [
      'labels where images belong',
      idx(0x801, [20], Array<number>(20).fill(0)),
      /f is no file of IDX images .* begins with 0x00000801/,
    ],
    ['a picture', Uint8Array.from(Buffer.from('\x89PNG\r\n\x1a\n0000000000', 'latin1')), /begins with 0x89504e47/],
    ['2^31 items in 30 bytes', idx(0x803, [2 ** 31, 1, 1], Array<number>(14).fill(0)), /promises 2147483648 x 1 x 1/],
    ['2^96 items', idx(0x803, [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [0]), /is cut short/],
  ])('refuses %s, naming the file', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 3, 'f')).toThrow(Refusal)
    expect(() => parseIdx(bytes, 3, 'f')).toThrow(message)
  })
})

describe('a pair of IDX files', () => {
  it('is a dataset with the digits as classes', () => {
    const dataset = idxDataset('two', { images, labels }, paths)
    expect([dataset.count, dataset.height, dataset.width, dataset.channels]).toEqual([2, 2, 3, 1])
    expect(dataset.classes).toEqual(['0', '1'])
  })

  it('is refused when the numbers of images and labels differ', () => {
    const three = idx(0x801, [3], [1, 0, 1])
    expect(() => idxDataset('two', { images, labels: three }, paths)).toThrow(
      /2 images, labels 3 labels\. Give two files of one split/,
    )
  })

  it('is refused without images', () => {
    const none = { images: idx(0x803, [0, 28, 28], []), labels: idx(0x801, [0], []) }
    expect(() => idxDataset('none', none, paths)).toThrow(/images holds no images/)
    expect(() => idxDataset('none', { ...none, images: idx(0x803, [0, 0, 0], []) }, paths)).toThrow(
      /images holds no images/,
    )
  })

  it('finds the labels by the usual names', () => {
    expect(labelsBeside('/data/train-images-idx3-ubyte.gz')).toBe('/data/train-labels-idx1-ubyte.gz')
    expect(labelsBeside('t10k-images.idx3-ubyte')).toBe('t10k-labels.idx1-ubyte')
  })
})

describe('files on disk', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anneal-idx-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const put = async (name: string, bytes: Uint8Array) => {
    await writeFile(join(folder, name), bytes)
    return join(folder, name)
  }

  it('are read packed or not', async () => {
    expect([...(await readIdxBytes(await put('images.gz', gzipSync(images))))]).toEqual([...images])
  })

  it('are refused when the gzip data are cut short or altered', async () => {
    const packed = gzipSync(images)
    const cut = await put('cut.gz', packed.subarray(0, packed.length - 4))
    await expect(readIdxBytes(cut)).rejects.toThrow(/cut\.gz cannot be unpacked: its gzip data are damaged/)
    const altered = Uint8Array.from(packed)
    altered[altered.length - 6] ^= 1
    await expect(readIdxBytes(await put('altered.gz', altered))).rejects.toThrow(/altered\.gz cannot be unpacked/)
  })

  it('are refused before unpacking when a small file promises gigabytes', async () => {
    const bomb = gzipSync(idx(0x803, [2 ** 31, 1, 1], new Uint8Array(64 * 2 ** 20)))
    const before = process.memoryUsage().rss
    const started = performance.now()
    await expect(readIdxBytes(await put('bomb.gz', bomb))).rejects.toThrow(/would unpack from \d+ to 2147483664 bytes/)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
  })

  it('are refused when they unpack to more than their header promises', async () => {
    const bomb = gzipSync(idx(0x803, [1, 1, 1], new Uint8Array(64 * 2 ** 20)))
    await expect(readIdxBytes(await put('more.gz', bomb))).rejects.toThrow(
      /more\.gz unpacks to more than its header promises/,
    )
  })

  it('are refused when there is no label file to go with the images, or the path is a folder', async () => {
    const path = await put('pictures', images)
    await expect(openIdxDataset('d', { imagesPath: path, labelsPath: labelsBeside(path) })).rejects.toThrow(
      /labels_path/,
    )
    await expect(readIdxBytes(folder)).rejects.toThrow(/is not a file/)
  })
})

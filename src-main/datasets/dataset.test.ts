import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { contentHash, fillImages, makeDataset, type DatasetContent } from './dataset.ts'
import { describeDataset } from './describe-dataset.ts'
import { pixelStatistics } from './pixel-statistics.ts'

const two: DatasetContent = {
  name: 'two',
  height: 1,
  width: 2,
  channels: 1,
  classes: ['a', 'b'],
  labels: Uint8Array.of(1, 0),
  pixels: Uint8Array.of(0, 255, 51, 255),
  floatRange: null,
}
const floats: DatasetContent = { ...two, pixels: Float32Array.of(-1, 1, 0, 0.5), floatRange: [-1, 1] }

describe('the content hash', () => {
  it('is SHA-256 of header, pixels and labels', () => {
    const header =
      '{"format":"anneal-dataset-1","shape":[2,1,2,1],"dtype":"uint8","floatRange":null,"classes":["a","b"],"labels":true}\n'
    const bytes = Buffer.concat([Buffer.from(header), Uint8Array.of(0, 255, 51, 255), Uint8Array.of(1, 0)])
    expect(makeDataset(two).hash).toBe(createHash('sha256').update(bytes).digest('hex'))
  })

  it('changes with anything that is content, and not with the name', () => {
    const changed: Partial<DatasetContent>[] = [
      { pixels: Uint8Array.of(0, 255, 51, 254) },
      { labels: Uint8Array.of(0, 1) },
      { labels: null },
      { classes: ['a', 'c'] },
      { height: 2, width: 1 },
      { pixels: floats.pixels },
      { pixels: floats.pixels, floatRange: [-1, 1] },
    ]
    const hashes = [two, ...changed.map((change) => ({ ...two, ...change }))].map(contentHash)
    expect(new Set(hashes).size).toBe(hashes.length)
    expect(makeDataset({ ...two, name: 'other' }).hash).toBe(hashes[0])
  })
})

describe('makeDataset refuses', () => {
  it.each<[string, Partial<DatasetContent>, RegExp]>([
    ['no images', { pixels: new Uint8Array(0), labels: null }, /two holds no images/],
    ['a part of an image', { pixels: new Uint8Array(3) }, /3 values are no whole number of images of 2/],
    ['labels of another count', { labels: Uint8Array.of(0) }, /2 images but 1 labels/],
    ['a label without a class', { labels: Uint8Array.of(0, 2) }, /label 2 of image 1 is none of the 2 classes/],
    ['images without pixels', { width: 0 }, /have no pixels/],
  ])('%s', (_, change, message) => {
    expect(() => makeDataset({ ...two, ...change })).toThrow(message)
  })
})

const fill = (content: DatasetContent, range: [number, number], indices = [1, 0]) => {
  const out = new Float32Array(4)
  fillImages(makeDataset(content), indices, range, out)
  return out
}

describe('fillImages', () => {
  it('maps bytes 0 and 255 to the ends of the data range, exactly', () => {
    expect(fill(two, [0, 1])).toEqual(Float32Array.of(0.2, 1, 0, 1))
    expect(fill(two, [-1, 1])).toEqual(Float32Array.of(-0.6, 1, -1, 1))
  })
  it('maps floats from their range, keeps them where the ranges agree or there is none', () => {
    expect(fill(floats, [0, 1])).toEqual(Float32Array.of(0.5, 0.75, 0, 1))
    expect(fill(floats, [-1, 1])).toEqual(Float32Array.of(0, 0.5, -1, 1))
    expect(fill({ ...floats, floatRange: null }, [0, 1])).toEqual(Float32Array.of(0, 0.5, -1, 1))
  })
  it('does not read beyond the data or write beyond the batch', () => {
    expect(() => fill(two, [0, 1], [2, 0])).toThrow(/image 2 of 2/)
    expect(() => fill(two, [0, 1], [0, 0, 0])).toThrow(/out holds 4, needs 6/)
  })
})

describe('pixelStatistics', () => {
  it('gives mean and standard deviation by hand', () => {
    // Pixels 0, 1, 0.2, 1 in [0, 1]; the second position is constant.
    const { mean, std, perPixel, constantPixels } = pixelStatistics(makeDataset(two))
    expect(mean).toBeCloseTo(0.55, 15)
    expect(std).toBeCloseTo(Math.sqrt((0.55 ** 2 + 0.45 ** 2 + 0.35 ** 2 + 0.45 ** 2) / 4), 15)
    expect(perPixel.mean[0]).toBeCloseTo(0.1, 15)
    expect(perPixel.std[0]).toBeCloseTo(0.1, 15)
    expect(perPixel.std[1]).toBe(0)
    expect(constantPixels).toBe(1)
  })

  it('follows the data range', () => {
    const unit = pixelStatistics(makeDataset(two), [0, 1])
    const signed = pixelStatistics(makeDataset(two), [-1, 1])
    expect(signed.mean).toBeCloseTo(2 * unit.mean - 1, 15)
    expect(signed.std).toBeCloseTo(2 * unit.std, 15)
  })

  it('keeps its digits where the mean is large beside the spread', () => {
    const pixels = Float32Array.from({ length: 1000 }, (_, i) => 4096 + (i % 2) / 1024)
    const content: DatasetContent = { ...two, width: 1, labels: null, pixels, floatRange: null }
    expect(pixelStatistics(makeDataset(content)).std).toBeCloseTo(1 / 2048, 15)
  })

  it('is told per channel', () => {
    const content: DatasetContent = { ...two, width: 1, channels: 2 }
    expect(pixelStatistics(makeDataset(content)).perChannel.map(({ mean }) => mean)).toEqual([expect.closeTo(0.1), 1])
  })
})

it('a description counts the classes and is plain JSON', () => {
  const description = describeDataset(makeDataset(two))
  expect(description.classes).toEqual([
    { name: 'a', count: 1 },
    { name: 'b', count: 1 },
  ])
  expect(JSON.parse(JSON.stringify(description))).toEqual(description)
})

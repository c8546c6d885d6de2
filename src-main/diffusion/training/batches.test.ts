import { describe, expect, it } from 'vitest'
import { makeDataset } from '#datasets/dataset.ts'
import { batches, type BatchSource } from './batches.ts'

/** Ten images of 2 x 3, all bytes of image i equal to i, but for the last column. */
const dataset = makeDataset({
  name: 'numbered',
  height: 2,
  width: 3,
  channels: 1,
  classes: [],
  labels: null,
  pixels: Uint8Array.from({ length: 60 }, (_, p) => Math.floor(p / 6) + (p % 3 === 2 ? 100 : 0)),
  floatRange: null,
})
const source: BatchSource = {
  dataset,
  dataRange: [0, 255],
  noise: { name: 'log-uniform', sigmaMin: 0.1, sigmaMax: 1 },
  batchSize: 4,
  seed: 2,
  flip: false,
}
const copyOf = (batch: ReturnType<ReturnType<typeof batches>>) => structuredClone(batch)
const imagesOf = (x0: Float32Array) => Array.from({ length: x0.length / 6 }, (_, i) => x0[6 * i + 1])

describe('batches', () => {
  it('shows each image once an epoch, in a new order each time', () => {
    const next = batches(source)
    const seen = Array.from({ length: 5 }, (_, step) => imagesOf(next(step).x0)).flat()
    const [first, second] = [seen.slice(0, 10), seen.slice(10)]
    const all = Array.from({ length: 10 }, (_, i) => i)
    expect(first.toSorted((a, b) => a - b)).toEqual(all)
    expect(second.toSorted((a, b) => a - b)).toEqual(all)
    expect(first).not.toEqual(second)
  })

  it('gives step k the same arrays whatever came before', () => {
    const next = batches(source)
    for (let step = 0; step < 7; step++) next(step)
    expect(copyOf(next(7))).toEqual(copyOf(batches(source)(7)))
    expect(copyOf(next(3))).toEqual(copyOf(batches(source)(3)))
  })

  it('gives position p the same image, noise and level in batches of 4 and of 8', () => {
    const [four, eight] = [batches(source), batches({ ...source, batchSize: 8 })]
    const second = copyOf(four(1))
    const both = eight(0)
    expect(both.x0.slice(24)).toEqual(second.x0)
    expect(both.z.slice(24)).toEqual(second.z)
    expect(both.sigma.slice(4)).toEqual(second.sigma)
  })

  it('mirrors about half of the images when asked', () => {
    const next = batches({ ...source, flip: true })
    const mirrored = Array.from({ length: 100 }, (_, step) => {
      const { x0 } = next(step)
      return [0, 1, 2, 3].map((i) => x0[6 * i] >= 100)
    }).flat()
    const share = mirrored.filter(Boolean).length / 400
    expect(Math.abs(share - 0.5)).toBeLessThan(0.1)
  })
})

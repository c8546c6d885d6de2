import { expect, it } from 'vitest'
import { makeDataset } from '../dataset.ts'
import { factsOf } from './dataset-facts.ts'

const two = (pixels: Uint8Array | Float32Array) =>
  makeDataset({ name: 'two', height: 1, width: 2, channels: 1, classes: [], labels: null, pixels, floatRange: null })

it('measures pictures in [0, 1]: two corners of the square, one axis between them', async () => {
  const { dimension, ranged, distances, spectrum } = await factsOf(two(Uint8Array.of(0, 0, 255, 255, 0, 0, 255, 255)))
  expect({ dimension, ranged }).toEqual({ dimension: 2, ranged: true })
  expect(distances.max).toBeCloseTo(Math.SQRT2, 6)
  // Variance of a coordinate 1/4, wholly shared: 1/2 along the diagonal and 0 across it.
  expect(spectrum!.values[0]).toBeCloseTo(0.5, 9)
  expect(spectrum!.values[1]).toBeCloseTo(0, 9)
})

it('measures points in their own units', async () => {
  const { ranged, distances, spectrum } = await factsOf(two(Float32Array.of(-3, 0, 3, 0, -3, 0, 3, 0)))
  expect(ranged).toBe(false)
  expect(distances.max).toBe(6)
  expect(spectrum!.values[0]).toBeCloseTo(9, 9)
})

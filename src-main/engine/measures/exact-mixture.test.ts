import { expect, it } from 'vitest'
import { makeDataset } from '#datasets/dataset.ts'
import { mixtureOfClasses } from './exact-mixture.ts'

it('has the means and shares of the classes and one width, and no class that is empty', () => {
  const pixels = Float32Array.of(0, 0.4, 0.2, 0.4, 1, 0.8)
  const shape = { height: 1, width: 2, channels: 1, classes: ['a', 'none', 'b'], floatRange: [0, 1] as const }
  const data = makeDataset({ name: 'three', ...shape, labels: Uint8Array.of(0, 0, 2), pixels })
  const { weights, means, std } = mixtureOfClasses(data, [0, 1])
  expect(weights).toEqual([2 / 3, 1 / 3])
  expect(means.map((mean) => Array.from(mean, (value) => Number(value.toFixed(6))))).toEqual([
    [0.1, 0.4],
    [1, 0.8],
  ])
  // Only the first pixel of class a varies: twice .1 squared over three images of two pixels.
  expect(std).toBeCloseTo(Math.sqrt((2 * 0.01) / 6), 6)
  expect(() => mixtureOfClasses(makeDataset({ name: 'bare', ...shape, labels: null, pixels }), [0, 1])).toThrow(
    /no classes/,
  )
})

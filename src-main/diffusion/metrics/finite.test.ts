import { expect, it } from 'vitest'
import { finiteImages } from './finite.ts'
import { toBytes } from '#contract/quantise.ts'
import { classCounts } from './class-balance.ts'

it('leaves out pictures with NaN or an infinity, and keeps the others in their order', () => {
  const images = Float32Array.of(1, 2, NaN, 4, 5, 6, 7, -Infinity)
  expect(finiteImages(images, 2)).toEqual({ images: Float32Array.of(1, 2, 5, 6), left: [1, 3] })
})

it('hands back what it was given where all are finite', () => {
  const images = Float32Array.of(1, 2, 3, 4)
  expect(finiteImages(images, 2).images).toBe(images)
})

it('makes no byte of what is not finite', () => {
  expect(() => toBytes(Float32Array.of(0, NaN), [0, 1])).toThrow(/NaN has no byte/)
  expect(() => toBytes(Float32Array.of(Infinity), [0, 1])).toThrow(/Infinity has no byte/)
})

it('finds no class where the classifier answers with what is no number', () => {
  expect(classCounts({ probabilities: Float32Array.of(0.1, 0.9, 0.8, 0.2), classes: 2 })).toEqual([1, 1])
  for (const row of [
    [NaN, NaN],
    [0.5, NaN],
  ])
    // prettier-ignore
    expect(() => classCounts({ probabilities: Float32Array.from(row), classes: 2 })).toThrow(/its weights are not finite/)
})

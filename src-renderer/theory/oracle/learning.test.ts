import { expect, it } from 'vitest'
import { learningOf } from './learning.ts'

const LEVELS = { sigmaMax: 100, sigmaMin: 0.01 }

it('says how many images and how long for an error, along curves that only fall', () => {
  const { images, time, says } = learningOf([1, 0.1, 0.001], LEVELS, 0.02)
  // 4,361 by `anneal theory finite-data spectrum=1,0.1,0.001 target=0.02`
  expect(says.images).toMatch(/on 4360 images is within W₂ = 0\.02/)
  expect(says.time).toMatch(/within W₂ = 0\.02 at 2 × learning rate × steps = \d/)
  for (const points of [images, time]) {
    expect(points.length).toBeGreaterThan(10)
    points.forEach(({ y }, i) => expect(i === 0 || y < points[i - 1].y).toBe(true))
  }
})

it('needs at least as many images as there are directions', () => {
  expect(learningOf([1, 1, 1, 0], LEVELS, 100).says.images).toMatch(/on 3 images .*as many as there are directions/)
})

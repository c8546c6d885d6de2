import { expect, it } from 'vitest'
import { normals } from '../noise/philox.ts'
import { choleskySolve } from '../statistics/cholesky-solve.ts'
import { stationaryLaw } from './stationary.ts'

it('a stationary law has the variance of the images, spread over frequencies as a wave is', () => {
  const shape = { height: 4, width: 6, channels: 1 }
  const count = 40
  // Waves cos(2 pi (2 j)/6 + phase) of random phase: frequency (0, 2), and its mirror image (0, 4).
  const phase = new Float64Array(count)
  normals({ seed: 1, stream: 0, sample: 0, step: 0 }, phase)
  const images = Float64Array.from({ length: count * 24 }, (_, i) => {
    const j = i % 6
    return Math.cos((2 * Math.PI * 2 * j) / 6 + 9 * phase[Math.floor(i / 24)])
  })
  const { mean, variances } = stationaryLaw(images, count, shape)
  let total = 0
  for (let i = 0; i < images.length; i++) total += (images[i] - mean[i % 24]) ** 2 / count
  const sum = variances.reduce((sum, value) => sum + value, 0)
  expect(sum).toBeCloseTo(total, 9)
  expect(variances[2]).toBeCloseTo(sum / 2, 9)
  expect(variances[4]).toBeCloseTo(sum / 2, 9)
})

it('Cholesky solves what was multiplied out', () => {
  const a = Float64Array.of(4, 1, 0, 1, 3, 1, 0, 1, 2)
  // A (1, 2, 3)' = (6, 10, 8)', A (0, 1, 0)' = (1, 3, 1)'.
  const x = choleskySolve(a, Float64Array.of(6, 1, 10, 3, 8, 1), 3, 2)
  ;[1, 0, 2, 1, 3, 0].forEach((value, i) => expect(x[i]).toBeCloseTo(value, 12))
  expect(() => choleskySolve(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1), 2, 1)).toThrow(/not positive definite/)
})

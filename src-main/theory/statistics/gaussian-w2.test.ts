import { expect, it } from 'vitest'
import { normals, STREAMS } from '../noise/philox.ts'
import { gaussianW2 } from './gaussian-w2.ts'

function draws(variances: readonly number[], n: number, seed: number): Float64Array {
  const d = variances.length
  const values = new Float64Array(n * d)
  for (let i = 0; i < n; i++) {
    const row = values.subarray(i * d, (i + 1) * d)
    normals({ seed, stream: STREAMS.law, sample: i, step: 0 }, row)
    for (let k = 0; k < d; k++) row[k] *= Math.sqrt(variances[k])
  }
  return values
}

it('is the closed form within its own error, without the bias of n, and says how far it is sure', () => {
  const [found, law] = [[1.2, 0.5, 0.02, 0], [1, 0.6, 0.01, 0]] // prettier-ignore
  const exact = Math.sqrt(found.reduce((sum, v, k) => sum + (Math.sqrt(v) - Math.sqrt(law[k])) ** 2, 0))
  const n = 400
  const many = Array.from({ length: 200 }, (_, seed) => gaussianW2(draws(found, n, seed), n, law))
  const mean = many.reduce((sum, { value }) => sum + value, 0) / 200
  const spread = Math.sqrt(many.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / 199)
  const stated = many.reduce((sum, { influence }) => sum + Math.hypot(...influence) / n, 0) / 200
  expect(Math.abs(mean - exact)).toBeLessThan(3 * (spread / Math.sqrt(200)) + 0.02 * exact)
  expect(stated / spread).toBeGreaterThan(0.85)
  expect(stated / spread).toBeLessThan(1.15)
})

it('is nothing but chance for the law itself, where the plain sum of squares grows with d', () => {
  const law = Array.from({ length: 200 }, (_, k) => 1 / (k + 1))
  const { value } = gaussianW2(draws(law, 300, 1), 300, law)
  const plain = Math.sqrt(law.reduce((sum, l) => sum + l, 0) / 600)
  expect(value).toBeLessThan(plain)
})

import { beforeAll, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { convert, PREDICTIONS, type Prediction } from './conversions.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const x0 = [0.3, -0.7, 1.2, 0.1]
const eps = [-1.1, 0.4, 0.8, 2]

/** The answers about x = alpha x0 + sigma eps, straight from their definitions. */
const answers = (alpha: number, sigma: number): Record<Prediction, number[]> => ({
  denoised: x0,
  eps,
  score: eps.map((e) => -e / sigma),
  v: eps.map((e, i) => alpha * e - sigma * x0[i]),
  velocity: eps.map((e, i) => e - x0[i]),
})

const names = Object.keys(PREDICTIONS) as Prediction[]
const pairs = names.flatMap((from) => names.map((to) => [from, to] as const))

it.each(pairs)('turns %s into %s, for VP, VE and the linear interpolant, and back', (from, to) => {
  const kernels = [
    [0.6, 0.8],
    [1, 5],
    [0.7, 0.3],
  ]
  for (const [alpha, sigma] of kernels) {
    const found = tf.tidy(() => {
      const kernel = {
        x: tf.tensor4d(
          x0.map((value, i) => alpha * value + sigma * eps[i]),
          [1, 2, 2, 1],
        ),
        alpha: tf.scalar(alpha),
        sigma: tf.scalar(sigma),
      }
      const given = tf.tensor4d(answers(alpha, sigma)[from], [1, 2, 2, 1])
      const said = convert(given, from, to, kernel)
      return { said: said.dataSync(), back: convert(said, to, from, kernel).dataSync() }
    })
    answers(alpha, sigma)[to].forEach((value, i) => expect(found.said[i]).toBeCloseTo(value, 5))
    answers(alpha, sigma)[from].forEach((value, i) => expect(found.back[i]).toBeCloseTo(value, 4))
  }
})

it('takes one alpha and sigma per image', () => {
  const found = tf.tidy(() => {
    const kernel = {
      x: tf.tensor4d([1, 1], [2, 1, 1, 1]),
      alpha: tf.tensor4d([1, 0.5], [2, 1, 1, 1]),
      sigma: tf.tensor4d([2, 0.25], [2, 1, 1, 1]),
    }
    return [...convert(tf.tensor4d([0.1, 0.2], [2, 1, 1, 1]), 'eps', 'denoised', kernel).dataSync()]
  })
  expect(found[0]).toBeCloseTo(0.8, 6)
  expect(found[1]).toBeCloseTo(1.9, 6)
})

import type * as tfjs from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { ADAM, adamUpdate, biasCorrection, clipByNorm } from './adam.ts'

const { tf } = await openCompute()
const vector = (values: number[]) => tf.tensor1d(values)

const clip = (values: number[]) => {
  const gradient = vector(values)
  return Array.from(clipByNorm(tf, gradient, gradient.norm() as tfjs.Scalar, 1).dataSync())
}

it('takes the steps of algorithm 1, in float64 by hand', () => {
  const gradients = [
    [0.3, -2],
    [0.1, 1],
    [-0.4, 0.5],
  ]
  let state = { weights: vector([1, -1]), m: vector([0, 0]), v: vector([0, 0]) }
  const w = [1, -1]
  const [m, v] = [w.map(() => 0), w.map(() => 0)]
  gradients.forEach((gradient, i) => {
    const t = i + 1
    const rates = {
      learningRate: tf.scalar(0.01),
      correction1: tf.scalar(biasCorrection(ADAM.beta1, t)),
      correction2: tf.scalar(biasCorrection(ADAM.beta2, t)),
    }
    state = adamUpdate(state, vector(gradient), rates)
    gradient.forEach((g, j) => {
      m[j] = 0.9 * m[j] + 0.1 * g
      v[j] = 0.999 * v[j] + 0.001 * g * g
      w[j] -= (0.01 * (m[j] / (1 - 0.9 ** t))) / (Math.sqrt(v[j] / (1 - 0.999 ** t)) + 1e-8)
    })
    state.weights.dataSync().forEach((value, j) => expect(value).toBeCloseTo(w[j], 6))
  })
})

it('agrees with the Adam of TensorFlow.js over 20 steps, but for where epsilon stands', () => {
  const target = vector([0.3, -0.7, 2])
  const theirs = tf.variable(vector([1, 1, 1]))
  const optimiser = tf.train.adam(0.05, 0.9, 0.999, 1e-8)
  let ours = { weights: vector([1, 1, 1]), m: vector([0, 0, 0]), v: vector([0, 0, 0]) }
  for (let t = 1; t <= 20; t++) {
    optimiser.minimize(() => theirs.sub(target).square().sum() as tfjs.Scalar)
    const gradient = ours.weights.sub(target).mul(2) as tfjs.Tensor1D
    ours = adamUpdate(ours, gradient, {
      learningRate: tf.scalar(0.05),
      correction1: tf.scalar(biasCorrection(0.9, t)),
      correction2: tf.scalar(biasCorrection(0.999, t)),
    })
  }
  const difference = ours.weights.sub(theirs).abs().max().dataSync()[0]
  expect(difference).toBeLessThan(1e-5)
})

it('scales a gradient down to the limit, and leaves a shorter one alone', () => {
  clip([3, 4]).forEach((value, i) => expect(value).toBeCloseTo([0.6, 0.8][i], 6))
  clip([0.3, 0.4]).forEach((value, i) => expect(value).toBeCloseTo([0.3, 0.4][i], 6))
})

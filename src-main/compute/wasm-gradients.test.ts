import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { openCompute } from './backend.ts'

const { tf } = await openCompute({ backend: 'wasm' })

it('sends the gradient of max pooling to the largest pixel of windows below 0 too', () => {
  const x = tf.tensor4d([-3, -1, -2, -5, -4, -6, -9, -8, -7], [1, 3, 3, 1])
  // Maxima of the four windows: -1, -1, -4, -4.
  const weights = tf.tensor4d([1, 10, 100, 1000], [1, 2, 2, 1])
  const weighed = tf.grad((x: Tensor) =>
    tf
      .maxPool(x as Tensor4D, 2, 1, 'valid')
      .mul(weights)
      .sum(),
  )(x)
  expect(Array.from(weighed.dataSync())).toEqual([0, 11, 0, 0, 1100, 0, 0, 0, 0])
})

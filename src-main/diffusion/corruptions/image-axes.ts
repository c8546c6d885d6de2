/** One axis of a batch of images at a time: a matrix along it, and rows and columns exchanged. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'

/** Images [B, size, ...] with a symmetric matrix [size, size] along their first axis, all in one product. */
export function alongFirst<T extends tfjs.Tensor>(tf: Tf, x: T, matrix: tfjs.Tensor2D): T {
  const [batch, size] = x.shape
  const rows = x.reshape([batch, size, -1]).transpose([0, 2, 1]).reshape<tfjs.Tensor2D>([-1, size])
  return tf.matMul(rows, matrix).reshape([batch, -1, size]).transpose([0, 2, 1]).reshape(x.shape) as T
}

/** Rows and columns exchanged. */
export const turned = (x: tfjs.Tensor4D): tfjs.Tensor4D => x.transpose([0, 2, 1, 3])

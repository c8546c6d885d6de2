/** Bilinear enlargement with aligned corners, as two matrix products: the gradient is right on every backend. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

/**
 * [to, from], row i weighs the two source pixels next to position i (from - 1)/(to - 1), so that the corner pixels' centres fall
 * on each other; to = 1 takes pixel 0. PyTorch's `interpolate(mode='bilinear', align_corners=True)` along one axis.
 */
export function interpolationMatrix(from: number, to: number): Float32Array {
  const matrix = new Float32Array(to * from)
  for (let i = 0; i < to; i++) {
    const position = to > 1 ? (i * (from - 1)) / (to - 1) : 0
    const low = Math.min(Math.floor(position), from - 1)
    const high = Math.min(low + 1, from - 1)
    matrix[i * from + low] += 1 - (position - low)
    matrix[i * from + high] += position - low
  }
  return matrix
}

/** Makes [B, H, W, C] -> [B, H', W', C] for fixed sizes; `constant` keeps the two matrices. Equal sizes pass through. */
export function bilinear(
  tf: Tf,
  constant: <T extends tfjs.Tensor>(tensor: T) => T,
  [height, width]: readonly [number, number],
  [toHeight, toWidth]: readonly [number, number],
): (x: tfjs.Tensor4D) => tfjs.Tensor4D {
  if (height === toHeight && width === toWidth) return (x) => x
  const rows = constant(tf.tensor3d(interpolationMatrix(height, toHeight), [1, toHeight, height]))
  const columns = constant(tf.tensor3d(interpolationMatrix(width, toWidth), [1, toWidth, width]))
  return (x) => {
    const [batch, , , channels] = x.shape
    const tall = tf.matMul(tf.tile(rows, [batch, 1, 1]), x.reshape([batch, height, width * channels]))
    const perRow = tall.reshape([batch * toHeight, width, channels])
    const wide = tf.matMul(tf.tile(columns, [batch * toHeight, 1, 1]), perRow)
    return wide.reshape([batch, toHeight, toWidth, channels])
  }
}

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
  return separable(
    tf,
    constant,
    [height, width],
    [interpolationMatrix(height, toHeight), interpolationMatrix(width, toWidth)],
  )
}

/** [B, H, W, C] -> [B, H', W', C] by one matrix for the rows, [H', H], and one for the columns, [W', W]. */
export function separable(
  tf: Tf,
  constant: <T extends tfjs.Tensor>(tensor: T) => T,
  [height, width]: readonly [number, number],
  [ofRows, ofColumns]: readonly [Float32Array, Float32Array],
): (x: tfjs.Tensor4D) => tfjs.Tensor4D {
  const [toHeight, toWidth] = [ofRows.length / height, ofColumns.length / width]
  const rows = constant(tf.tensor3d(ofRows, [1, toHeight, height]))
  const columns = constant(tf.tensor3d(ofColumns, [1, toWidth, width]))
  return (x) => {
    const [batch, , , channels] = x.shape
    const tall = tf.matMul(tf.tile(rows, [batch, 1, 1]), x.reshape([batch, height, width * channels]))
    const perRow = tall.reshape([batch * toHeight, width, channels])
    const wide = tf.matMul(tf.tile(columns, [batch * toHeight, 1, 1]), perRow)
    return wide.reshape([batch, toHeight, toWidth, channels])
  }
}

/** Gradients of a stride-1 convolution, composed of convolutions, for backends that have no kernels of their own for them. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from './tf.ts'

/** Zeros before and after the image in each direction. */
export type Padding = { top: number; bottom: number; left: number; right: number }

/** 'same' padding of a kernel at a dilation, stride 1: d (k - 1) zeros in all, the odd one after. */
export function samePadding(height: number, width: number, dilation: number): Padding {
  const [rows, columns] = [dilation * (height - 1), dilation * (width - 1)]
  return { top: rows >> 1, bottom: rows - (rows >> 1), left: columns >> 1, right: columns - (columns >> 1) }
}

/**
 * dL/dw of y = conv(x, w): dw[i, j, c, o] = sum_{b, h, v} x[b, h + d i - top, v + d j - left, c] dy[b, h, v, o], which is the
 * convolution of x as [Cin, H, W, B] with dy as a filter [H, W, B, Cout] at stride d.
 * x [B, H, W, Cin], dy [B, H', W', Cout] -> [kh, kw, Cin, Cout].
 */
export function filterGradient(tf: Tf, x: Tensor4D, dy: Tensor4D, padding: Padding, dilation = 1): Tensor4D {
  return tf.tidy(() => {
    const images = tf.transpose(padded(tf, x, padding), [3, 1, 2, 0])
    const filter = tf.transpose(dy, [1, 2, 0, 3])
    return tf.transpose(tf.conv2d(images, filter, dilation, 'valid'), [1, 2, 0, 3])
  })
}

/**
 * dL/dx of y = conv(x, w): the convolution of dy with w turned by 180 degrees and its channels swapped, at the same dilation.
 * dy [B, H', W', Cout], w [kh, kw, Cin, Cout] -> [B, H, W, Cin].
 */
export function inputGradient(tf: Tf, dy: Tensor4D, w: Tensor4D, padding: Padding, dilation = 1): Tensor4D {
  return tf.tidy(() => {
    const [rows, columns] = [dilation * (w.shape[0] - 1), dilation * (w.shape[1] - 1)]
    const turned = tf.transpose(tf.reverse(w, [0, 1]), [0, 1, 3, 2])
    const { top, bottom, left, right } = padding
    const margin = { top: rows - top, bottom: rows - bottom, left: columns - left, right: columns - right }
    return tf.conv2d(padded(tf, dy, margin), turned, 1, 'valid', 'NHWC', dilation)
  })
}

function padded(tf: Tf, x: Tensor4D, { top, bottom, left, right }: Padding): Tensor4D {
  if (top + bottom + left + right === 0) return x
  return tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]) // prettier-ignore
}

/** The dilated convolution with the gradient that TensorFlow.js refuses to take. */
import type { GradSaveFunc, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from './tf.ts'
import { filterGradient, inputGradient, samePadding } from './convolution-gradients.ts'
import { attribute, runOp } from './tensorflow-ops.ts'

/**
 * y[b, h, v, o] = sum_{i, j, c} x[b, h + d (i - (k - 1)/2), v + d (j - (k - 1)/2), c] w[i, j, c, o], zeros outside: stride 1, 'same'.
 * x [B, H, W, Cin], w [k, k, Cin, Cout], k odd, dilation d >= 1 -> [B, H, W, Cout]. Its gradients are TensorFlow's own kernels with
 * explicit dilations there, compositions of convolutions elsewhere. First derivatives only.
 */
export function dilatedConv2d(tf: Tf, x: Tensor4D, w: Tensor4D, dilation: number): Tensor4D {
  if (dilation === 1) return tf.conv2d(x, w, 1, 'same')
  const convolve = tf.customGrad((...args) => {
    const [x, w, save] = args as unknown as [Tensor4D, Tensor4D, GradSaveFunc]
    save([x, w])
    return {
      value: tf.conv2d(x, w, 1, 'same', 'NHWC', dilation),
      gradFunc: (dy, saved) => {
        const [x, w] = saved as [Tensor4D, Tensor4D]
        const gradients = tf.getBackend() === 'tensorflow' ? TENSORFLOW : COMPOSED
        return gradients(tf, x, w, dy as Tensor4D, dilation)
      },
    }
  })
  return convolve(x, w) as Tensor4D
}

type Gradients = (tf: Tf, x: Tensor4D, w: Tensor4D, dy: Tensor4D, dilation: number) => Tensor4D[]

const TENSORFLOW: Gradients = (tf, x, w, dy, dilation) => {
  const attributes = [
    attribute.type('T', 'float32'),
    attribute.int('strides', [1, 1, 1, 1]),
    attribute.bool('use_cudnn_on_gpu', true),
    attribute.string('padding', 'SAME'),
    attribute.string('data_format', 'NHWC'),
    attribute.int('dilations', [1, dilation, dilation, 1]),
  ]
  const sizes = (shape: number[]) => tf.tensor1d(shape, 'int32')
  return [
    tf.tidy(() => runOp(tf, 'Conv2DBackpropInput', [sizes(x.shape), w, dy], attributes)),
    tf.tidy(() => runOp(tf, 'Conv2DBackpropFilter', [x, sizes(w.shape), dy], attributes)),
  ]
}

const COMPOSED: Gradients = (tf, x, w, dy, dilation) => {
  const padding = samePadding(w.shape[0], w.shape[1], dilation)
  return [inputGradient(tf, dy, w, padding, dilation), filterGradient(tf, x, dy, padding, dilation)]
}

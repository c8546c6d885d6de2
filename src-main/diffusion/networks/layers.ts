/** The layers that networks are made of: each declares its weights when made, and is then a plain function of a tensor. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { Declare, Initial } from './parameters.ts'

type Layer<In extends tfjs.Tensor, Out extends tfjs.Tensor = In> = (x: In) => Out
/** `gain` times 1/sqrt(fan_in) is the standard deviation of the starting weights; 0 makes the layer silent at the start. */
type Options = { bias?: boolean; gain?: number }

/** With gain 1 what passes through keeps its size (LeCun et al. 1998, Efficient BackProp). */
const fanIn = (inputs: number, gain: number): Initial => (gain === 0 ? 'zeros' : { std: gain / Math.sqrt(inputs) })

/** [B, n] -> [B, m]: x W + b. */
export function dense(
  declare: Declare,
  name: string,
  inputs: number,
  outputs: number,
  { bias = true, gain = 1 }: Options = {},
): Layer<tfjs.Tensor2D> {
  const w = declare(`${name}/weight`, [inputs, outputs], fanIn(inputs, gain)) as unknown as tfjs.Tensor2D
  const b = bias ? declare(`${name}/bias`, [outputs], 'zeros') : null
  return (x) => {
    const y = x.matMul(w) as tfjs.Tensor2D
    return b ? y.add(b) : y
  }
}

/** 3x3 convolution, stride 1, same size: [B, H, W, n] -> [B, H, W, m]. */
export function conv3x3(
  tf: Tf,
  declare: Declare,
  name: string,
  inputs: number,
  outputs: number,
  { bias = true, gain = 1 }: Options = {},
): Layer<tfjs.Tensor4D> {
  const w = declare(`${name}/weight`, [3, 3, inputs, outputs], fanIn(9 * inputs, gain)) as unknown as tfjs.Tensor4D
  const b = bias ? declare(`${name}/bias`, [outputs], 'zeros') : null
  return (x) => {
    const y = tf.conv2d(x, w, 1, 'same')
    return b ? y.add(b) : y
  }
}

/** 1x1 convolution as one matrix product over all pixels: [B, H, W, n] -> [B, H, W, m]. */
export function conv1x1(
  declare: Declare,
  name: string,
  inputs: number,
  outputs: number,
  options: Options = {},
): Layer<tfjs.Tensor4D> {
  const layer = dense(declare, name, inputs, outputs, options)
  return (x) => {
    const [batch, height, width] = x.shape
    return layer(x.reshape([batch * height * width, inputs])).reshape([batch, height, width, outputs])
  }
}

/** Each pixel twice, in rows and columns. By concat and reshape: tfjs's own resize has a wrong gradient on its cpu backend. */
function repeatPixels(tf: Tf, x: tfjs.Tensor4D): tfjs.Tensor4D {
  const [batch, height, width, channels] = x.shape
  const row = 2 * width * channels
  const wide = tf.concat([x, x], 3).reshape([batch, height, row])
  return tf.concat([wide, wide], 2).reshape([batch, 2 * height, 2 * width, channels])
}

/** Nearest-neighbour upsampling by 2; its gradient is the sum over each 2x2 block, written as one pooling. */
export function upsample2(tf: Tf, x: tfjs.Tensor4D): tfjs.Tensor4D {
  return tf.customGrad((input) => ({
    value: repeatPixels(tf, input as tfjs.Tensor4D),
    gradFunc: (dy: tfjs.Tensor) => tf.avgPool(dy as tfjs.Tensor4D, 2, 2, 'valid').mul(4),
  }))(x) as tfjs.Tensor4D
}

/** Mean over each 2x2 block, an odd last row or column left out; its gradient shares each value out over its block. */
export function downsample2(tf: Tf, x: tfjs.Tensor4D): tfjs.Tensor4D {
  const [, height, width] = x.shape
  return tf.customGrad((input) => ({
    value: tf.avgPool(input as tfjs.Tensor4D, 2, 2, 'valid'),
    gradFunc: (dy: tfjs.Tensor) => {
      const shared = repeatPixels(tf, dy.mul(0.25) as tfjs.Tensor4D)
      const odd = height % 2 || width % 2
      return odd
        ? tf.pad(shared, [
            [0, 0],
            [0, height % 2],
            [0, width % 2],
            [0, 0],
          ])
        : shared
    },
  }))(x) as tfjs.Tensor4D
}

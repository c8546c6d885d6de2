/** The layers of diffusers' UNet2DModel, under the names of its files: `NAME/weight`, `NAME/bias`, norms `NAME/gamma`, `NAME/beta`. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import { affineGroupNorm, groupAverage } from '../group-norm.ts'
import { conv1x1, conv3x3, dense } from '../layers.ts'
import type { Declare } from '../parameters.ts'

export type Map4 = (x: tfjs.Tensor4D) => tfjs.Tensor4D
export type Constant = <T extends tfjs.Tensor>(tensor: T) => T
export type Parts = ReturnType<typeof makeParts>

export const swish = <T extends tfjs.Tensor>(x: T): T => x.mul(x.sigmoid()) as T

/** `epsilon`: of every norm. Averaging matrices are made once for each number of channels and groups. */
export function makeParts(tf: Tf, declare: Declare, constant: Constant, epsilon: number) {
  const averages = new Map<string, tfjs.Tensor2D>()
  function average(channels: number, groups: number): tfjs.Tensor2D {
    const key = `${channels}/${groups}`
    const known = averages.get(key) ?? constant(groupAverage(tf, channels, groups))
    averages.set(key, known)
    return known
  }
  return {
    tf,
    dense: (name: string, inputs: number, outputs: number) => dense(declare, name, inputs, outputs),
    conv3x3: (name: string, inputs: number, outputs: number): Map4 => conv3x3(tf, declare, name, inputs, outputs),
    conv1x1: (name: string, inputs: number, outputs: number): Map4 => conv1x1(declare, name, inputs, outputs),
    /** 3x3 of stride 2: `padding` 1 all round, or 0, which pads below and on the right alone. */
    halve(name: string, channels: number, padding: 0 | 1): Map4 {
      const w = declare(`${name}/weight`, [3, 3, channels, channels], { std: 1 / Math.sqrt(9 * channels) })
      const b = declare(`${name}/bias`, [channels], 'zeros')
      const around: [number, number] = [padding, 1]
      return (x) =>
        tf.conv2d(tf.pad(x, [[0, 0], around, around, [0, 0]]), w as unknown as tfjs.Tensor4D, 2, 'valid').add(b)
    },
    /** GroupNorm, followed by swish unless `activation` is identity. */
    norm(name: string, channels: number, groups: number, activation: 'swish' | 'identity' = 'swish'): Map4 {
      const gamma = declare(`${name}/gamma`, [1, channels], 'ones') as unknown as tfjs.Tensor2D
      const beta = declare(`${name}/beta`, [1, channels], 'zeros') as unknown as tfjs.Tensor2D
      const means = average(channels, groups)
      return (x) => affineGroupNorm(tf, x, gamma, beta, means, { activation, epsilon })
    },
  }
}

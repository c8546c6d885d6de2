/** The residual block of diffusers' UNet2DModel, and its attention. */
import type * as tfjs from '@tensorflow/tfjs'
import { type Map4, type Parts, swish } from './parts.ts'

export type Timed = (x: tfjs.Tensor4D, time: tfjs.Tensor2D) => tfjs.Tensor4D

export type ResnetOptions = {
  inputs: number
  outputs: number
  /** Numbers in the embedded time. */
  width: number
  groups: number
  groupsOut?: number
  /** The sum of block and shortcut is divided by it. */
  scale: number
  /** The embedded time scales and shifts the second norm, where otherwise it is added before it. */
  scaleShift: boolean
  /** Halves or doubles the image within the block, after its first norm, and beside it. */
  resample?: Map4
  /** A 1x1 convolution beside the block also where the number of channels stays. */
  shortcut?: boolean
}

/**
 * (x' + conv2(swish(norm2(conv1(r(swish(norm1(x)))) + W swish(time)))))/scale, r the resampling, x' = r(x) or its 1x1 convolution.
 * Ho et al. 2020, arXiv:2006.11239, appendix B; scale and shift after Dhariwal & Nichol 2021, arXiv:2105.05233.
 */
export function resnet(parts: Parts, name: string, options: ResnetOptions): Timed {
  const { inputs, outputs, width, groups, groupsOut = groups, scale, scaleShift, resample = (x) => x } = options
  const norm1 = parts.norm(`${name}.norm1`, inputs, groups)
  const conv1 = parts.conv3x3(`${name}.conv1`, inputs, outputs)
  const project = parts.dense(`${name}.time_emb_proj`, width, scaleShift ? 2 * outputs : outputs)
  const norm2 = parts.norm(`${name}.norm2`, outputs, groupsOut, scaleShift ? 'identity' : 'swish')
  const conv2 = parts.conv3x3(`${name}.conv2`, outputs, outputs)
  const beside = options.shortcut || inputs !== outputs ? parts.conv1x1(`${name}.conv_shortcut`, inputs, outputs) : null
  return (x, time) => {
    const told = project(swish(time)).reshape<tfjs.Tensor4D>([-1, 1, 1, scaleShift ? 2 * outputs : outputs])
    let h = conv1(resample(norm1(x)))
    if (scaleShift) {
      const [factor, shift] = parts.tf.split(told, 2, 3)
      h = swish(norm2(h).mul(factor.add(1)).add(shift) as tfjs.Tensor4D)
    } else h = norm2(h.add(told))
    const kept = resample(x)
    const sum: tfjs.Tensor4D = (beside ? beside(kept) : kept).add(conv2(h))
    return scale === 1 ? sum : sum.div(scale)
  }
}

export type AttentionOptions = { channels: number; heads: number; groups: number | null; scale: number }

/** (x + W softmax(q k^T/sqrt(C/heads)) v)/scale over pixels, q, k, v of norm(x). Vaswani et al. 2017, arXiv:1706.03762. */
export function attention(parts: Parts, name: string, { channels, heads, groups, scale }: AttentionOptions): Map4 {
  const { tf } = parts
  const norm: Map4 = groups === null ? (x) => x : parts.norm(`${name}.group_norm`, channels, groups, 'identity')
  const [toQ, toK, toV] = ['to_q', 'to_k', 'to_v'].map((part) => parts.dense(`${name}.${part}`, channels, channels))
  const output = parts.dense(`${name}.to_out.0`, channels, channels)
  const size = channels / heads
  return (x) => {
    const [batch, height, width] = x.shape
    const pixels = height * width
    const flat: tfjs.Tensor2D = norm(x).reshape([batch * pixels, channels])
    const split = (rows: tfjs.Tensor2D) => rows.reshape([batch, pixels, heads, size]).transpose([0, 2, 1, 3])
    const weights = tf.softmax(tf.matMul(split(toQ(flat)), split(toK(flat)), false, true).div(Math.sqrt(size)))
    const joined: tfjs.Tensor2D = tf
      .matMul(weights, split(toV(flat)))
      .transpose([0, 2, 1, 3])
      .reshape([batch * pixels, channels])
    const sum: tfjs.Tensor4D = x.add(output(joined).reshape([batch, height, width, channels]))
    return scale === 1 ? sum : sum.div(scale)
  }
}

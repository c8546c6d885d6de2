/** The residual block of the NCSN networks, and what tells the two networks' layers apart. */
import type * as tfjs from '@tensorflow/tfjs'
import { dilatedConv2d } from '#compute/dilated-convolution.ts'
import type { Tf } from '#compute/backend.ts'
import { conv1x1, conv3x3, downsample2 } from './layers.ts'
import type { Declare } from './parameters.ts'

/** `level` [B, L], a 1 in each row, is for norms that know their noise level. */
export type Layer = (x: tfjs.Tensor4D, level?: tfjs.Tensor2D) => tfjs.Tensor4D
type Make = (name: string, channels: number) => Layer

export type Style = {
  /** elu(norm(x)), before each convolution of a residual block. */
  normElu: Make
  /** Before each convolution of a residual unit, a fusion, and the pooling of a refinement. */
  unit: Make
  fusion: Make
  pooling: Make
}

/** The authors start from PyTorch's default, uniform within 1/sqrt(fan_in): this standard deviation. */
export const gain = 1 / Math.sqrt(3)

export const chain =
  (...layers: Layer[]): Layer =>
  (x, level) =>
    layers.reduce((h, layer) => layer(h, level), x)

/**
 * shortcut(x) + conv(elu(norm(conv(elu(norm(x)))))). plain: the shortcut is x. shortcut: a convolution like the others.
 * pool: second convolution and a 1x1 shortcut, each followed by the mean over 2x2 blocks.
 */
export function residual(tf: Tf, declare: Declare, style: Style) {
  return (
    name: string,
    inputs: number,
    outputs: number,
    kind: 'plain' | 'shortcut' | 'pool' = 'plain',
    dilation = 1,
  ): Layer => {
    const convolution = (part: string, from: number, to: number): Layer =>
      dilated(tf, declare, `${name}/${part}`, from, to, dilation)
    const hidden = kind === 'plain' ? outputs : inputs
    const norm1 = style.normElu(`${name}/norm1`, inputs)
    const conv1 = convolution('conv1', inputs, hidden)
    const norm2 = style.normElu(`${name}/norm2`, hidden)
    const conv2 = convolution('conv2', hidden, outputs)
    const body = chain(norm1, conv1, norm2, conv2)
    if (kind === 'plain') return (x, level) => x.add(body(x, level))
    if (kind === 'shortcut') {
      const shortcut = convolution('shortcut', inputs, outputs)
      return (x, level) => shortcut(x).add(body(x, level))
    }
    const shortcut = conv1x1(declare, `${name}/shortcut`, inputs, outputs, { gain })
    // Mean and 1x1 convolution commute: pooled first, the convolution has a quarter of the pixels.
    return (x, level) => shortcut(downsample2(tf, x)).add(downsample2(tf, body(x, level)))
  }
}

function dilated(tf: Tf, declare: Declare, name: string, inputs: number, outputs: number, dilation: number): Layer {
  if (dilation === 1) return conv3x3(tf, declare, name, inputs, outputs, { gain })
  const w = declare(`${name}/weight`, [3, 3, inputs, outputs], {
    std: gain / Math.sqrt(9 * inputs),
  }) as unknown as tfjs.Tensor4D
  const b = declare(`${name}/bias`, [outputs], 'zeros')
  return (x) => dilatedConv2d(tf, x, w, dilation).add(b)
}

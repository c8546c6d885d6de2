/** A small noise-conditional U-Net with EDM preconditioning. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import { selfAttention } from './attention.ts'
import { conv1x1, conv3x3, dense, downsample2, upsample2 } from './layers.ts'
import type { Build, ImageShape, SpecOf } from './network.ts'
import { embedNoise, noiseFrequencies } from './noise-embedding.ts'
import { groupAverage, groupNormSwish } from './group-norm.ts'
import type { Declare } from './parameters.ts'
import { denoiserOf } from './preconditioning.ts'

type Embedding = tfjs.Tensor2D
type Conditioned = (x: tfjs.Tensor4D, embedding: Embedding) => tfjs.Tensor4D

/**
 * Encoder and decoder of `multipliers.length` levels, each half the size of the one before (mean pooling down, nearest
 * neighbour up), `blocks` residual blocks a level each way, joined by concatenation, one block in the middle. Every block is
 * told the noise level by a scale and shift of its second norm. After Ho et al. 2020, arXiv:2006.11239, appendix B, and
 * Dhariwal & Nichol 2021, arXiv:2105.05233, section 3.
 */
export const buildUnet: Build<'unet'> = (tf, declare, constant, spec, shape) => {
  checkSize(spec, shape)
  const channels = spec.multipliers.map((multiplier) => spec.base * multiplier)
  const width = 4 * spec.base
  const frequencies = constant(tf.tensor1d(noiseFrequencies(spec.base)))
  const embed1 = dense(declare, 'embed/1', 2 * spec.base, width)
  const embed2 = dense(declare, 'embed/2', width, width)
  const averages = new Map<number, tfjs.Tensor2D>()

  function block(name: string, inputs: number, outputs: number, size: number): Conditioned {
    const residual = residualBlock(tf, declare, name, { inputs, outputs, width }, average)
    if (!spec.attention.includes(size)) return residual
    const attend = selfAttention(tf, declare, `${name}/attention`, outputs, average(outputs))
    return (x, embedding) => attend(residual(x, embedding))
  }
  function average(count: number): tfjs.Tensor2D {
    const known = averages.get(count)
    if (known) return known
    const made = constant(groupAverage(tf, count, groupsFor(count, spec.groups)))
    averages.set(count, made)
    return made
  }
  const blocks = (name: string, first: number, outputs: number, size: number) =>
    Array.from({ length: spec.blocks }, (_, i) => block(`${name}/${i}`, i === 0 ? first : outputs, outputs, size))

  const last = channels.length - 1
  const size = (level: number) => shape.height / 2 ** level
  const input = conv3x3(tf, declare, 'input', shape.channels, channels[0])
  const down = channels.map((count, level) =>
    blocks(`down/${level}`, channels[Math.max(0, level - 1)], count, size(level)),
  )
  const middle = block('middle', channels[last], channels[last], size(last))
  // Narrowed to the next level's channels before it is enlarged: a third less work at full resolution than after.
  const narrow = channels
    .slice(1)
    .map((count, level) => conv1x1(declare, `up/${level}/narrow`, count, channels[level], { bias: false }))
  const up = channels.map((count, level) =>
    Array.from({ length: spec.blocks }, (_, i) => block(`up/${level}/${i}`, 2 * count, count, size(level))),
  )
  const outputGamma = declare('output/norm/gamma', [1, channels[0]], 'ones') as unknown as tfjs.Tensor2D
  const outputBeta = declare('output/norm/beta', [1, channels[0]], 'zeros') as unknown as tfjs.Tensor2D
  const output = conv3x3(tf, declare, 'output', channels[0], shape.channels, { gain: 0 })

  return denoiserOf((x, cNoise) => {
    const embedding = swish(embed2(swish(embed1(embedNoise(tf, cNoise, frequencies)))))
    const skips: tfjs.Tensor4D[] = []
    let h = input(x)
    down.forEach((level, i) => {
      if (i > 0) h = downsample2(tf, h)
      for (const run of level) skips.push((h = run(h, embedding)))
    })
    h = middle(h, embedding)
    for (let i = last; i >= 0; i--) {
      if (i < last) h = upsample2(tf, narrow[i](h))
      for (const run of up[i]) h = run(tf.concat([h, skips.pop()!], 3), embedding)
    }
    return output(groupNormSwish(tf, h, outputGamma, outputBeta, average(channels[0])))
  }, spec)
}

/**
 * x' + conv(groupNormSwish(conv(groupNormSwish(x)), scale and shift from the embedding)), x' = x, or a 1x1 convolution of it where the
 * number of channels changes. Convolutions carry no bias: each is followed by a norm that has a shift of its own.
 */
function residualBlock(
  tf: Tf,
  declare: Declare,
  name: string,
  { inputs, outputs, width }: { inputs: number; outputs: number; width: number },
  average: (channels: number) => tfjs.Tensor2D,
): Conditioned {
  const gamma = declare(`${name}/norm/gamma`, [1, inputs], 'ones') as unknown as tfjs.Tensor2D
  const beta = declare(`${name}/norm/beta`, [1, inputs], 'zeros') as unknown as tfjs.Tensor2D
  const conv1 = conv3x3(tf, declare, `${name}/conv1`, inputs, outputs, { bias: false })
  const condition = dense(declare, `${name}/condition`, width, 2 * outputs)
  const conv2 = conv3x3(tf, declare, `${name}/conv2`, outputs, outputs, { bias: false, gain: 0 })
  const skip = inputs === outputs ? null : conv1x1(declare, `${name}/skip`, inputs, outputs, { bias: false })
  const averageIn = average(inputs)
  const averageOut = average(outputs)
  return (x, embedding) => {
    const [scale, shift] = tf.split(condition(embedding), 2, 1) as tfjs.Tensor2D[]
    const h = conv1(groupNormSwish(tf, x, gamma, beta, averageIn))
    const residual = conv2(groupNormSwish(tf, h, scale.add(1), shift, averageOut))
    return (skip ? skip(x) : x).add(residual)
  }
}

const swish = (x: tfjs.Tensor2D): tfjs.Tensor2D => x.mul(x.sigmoid())

/** The most groups, up to `groups`, that divide the channels. */
function groupsFor(channels: number, groups: number): number {
  let count = Math.min(groups, channels)
  while (channels % count !== 0) count--
  return count
}

function checkSize({ multipliers, attention }: SpecOf<'unet'>, { height, width }: ImageShape): void {
  const factor = 2 ** (multipliers.length - 1)
  if (height % factor !== 0 || width % factor !== 0)
    throw new Refusal(
      `${multipliers.length} multipliers halve the image ${multipliers.length - 1} times, but ${height} x ${width} does not divide by ${factor}: give fewer multipliers.`,
      { field: 'multipliers' },
    )
  const sizes = multipliers.map((_, level) => height / 2 ** level)
  const odd = attention.find((size) => !sizes.includes(size))
  if (odd !== undefined)
    throw new Refusal(`attention at size ${odd}: this network has the sizes ${sizes.join(', ')}.`, {
      field: 'attention',
    })
}

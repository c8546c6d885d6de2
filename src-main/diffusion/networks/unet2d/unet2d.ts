/** Diffusers' UNet2DModel (the networks of DDPM and NCSN++), built by our layers from its configuration. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Unet2dConfig } from '#contract/unet2d.ts'
import type { Declare } from '../parameters.ts'
import { type Ascent, blocks, type Descent } from './blocks.ts'
import { type Constant, makeParts } from './parts.ts'
import { timeEmbedding } from './time.ts'

/**
 * [B, H, W, C] and [B] -> [B, H, W, C]: encoder and decoder joined by concatenation, each block told the time. Ho et al. 2020,
 * arXiv:2006.11239; with Skip blocks NCSN++ of Song et al. 2021, arXiv:2011.13456. With a time of the kind `fourier` that is sigma, and the
 * answer is divided by it: a score.
 */
export function buildUnet2d(
  tf: Tf,
  declare: Declare,
  constant: Constant,
  config: Unet2dConfig,
  [height, width]: readonly [number, number],
): (x: tfjs.Tensor4D, time: tfjs.Tensor1D) => tfjs.Tensor4D {
  const channels = config.block_out_channels
  const depth = channels.length
  checkSize(depth, height, width)
  checkHeads(config)
  const parts = makeParts(tf, declare, constant, config.norm_eps)
  const timeWidth = config.time_embedding_dim ?? 4 * channels[0]
  const { down, middle, up } = blocks(parts, constant, config, timeWidth)
  const sizeAt = (level: number) => [height / 2 ** level, width / 2 ** level] as const

  const input = parts.conv3x3('conv_in', config.in_channels, channels[0])
  const embed = timeEmbedding(parts, declare, constant, config, timeWidth)
  /** Channels of all that is kept on the way down, in that order. */
  const kept = [channels[0]]
  const descents = channels.map((outputs, level) => {
    const last = level === depth - 1
    kept.push(...Array.from({ length: config.layers_per_block + (last ? 0 : 1) }, () => outputs))
    return down(level, channels[Math.max(0, level - 1)], outputs, sizeAt(level), last)
  })
  const mid = middle(channels[depth - 1])
  const ascents = channels.map((_, index) => {
    const level = depth - 1 - index
    const joined = Array.from({ length: config.layers_per_block + 1 }, () => kept.pop()!)
    const inputs = channels[Math.min(depth - 1, level + 1)]
    return up(index, inputs, channels[level], joined, sizeAt(level), level === 0)
  })
  const groupsOut = config.norm_num_groups ?? Math.min(Math.floor(channels[0] / 4), 32)
  const norm = parts.norm('conv_norm_out', channels[0], groupsOut)
  const output = parts.conv3x3('conv_out', channels[0], config.out_channels)

  return (x, time) => {
    const image = (config.center_input_sample ? x.mul(2).sub(1) : x) as tfjs.Tensor4D
    const told = embed(time)
    const first = input(image)
    const deep = descents.reduce<Descent>((state, run) => run(state, told), { h: first, kept: [first], image })
    const bottom: Ascent = { h: mid(deep.h, told), kept: deep.kept, image: null }
    const top = ascents.reduce<Ascent>((state, run) => run(state, told), bottom)
    const answer = output(norm(top.h))
    const whole: tfjs.Tensor4D = top.image ? answer.add(top.image) : answer
    return config.time_embedding_type === 'fourier' ? whole.div(time.reshape([-1, 1, 1, 1])) : whole
  }
}

function checkSize(depth: number, height: number, width: number): void {
  const factor = 2 ** (depth - 1)
  if (height % factor === 0 && width % factor === 0) return
  throw new Refusal(
    `This network halves its images ${depth - 1} times, but ${height} x ${width} does not divide by ${factor}: give the shape that it was trained at.`,
    { field: 'shape' },
  )
}

function checkHeads({
  attention_head_dim: size,
  block_out_channels: channels,
  down_block_types: types,
}: Unet2dConfig): void {
  if (size === null || !types.some((type) => type.startsWith('Attn'))) return
  const odd = channels.find(
    (count, i) => (types[i].startsWith('Attn') || i === channels.length - 1) && count % size !== 0,
  )
  if (odd !== undefined)
    throw new Refusal(`attention_head_dim: heads of ${size} numbers do not divide ${odd} channels.`, {
      field: 'attention_head_dim',
    })
}

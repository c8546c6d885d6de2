/** The blocks of diffusers' UNet2DModel by type: on the way down, in the middle, and up. */
import type * as tfjs from '@tensorflow/tfjs'
import { DOWN_BLOCKS, type Unet2dConfig, UP_BLOCKS } from '#contract/unet2d.ts'
import { downsample2, upsample2 } from '../layers.ts'
import { type Constant, type Map4, type Parts } from './parts.ts'
import { attention, resnet, type Timed } from './resnet.ts'
import { firDouble, firHalve } from './resampling.ts'

type Size = readonly [height: number, width: number]
/** What goes down: the features, those kept for the way up, and the image itself that Skip blocks carry along. */
export type Descent = { h: tfjs.Tensor4D; kept: tfjs.Tensor4D[]; image: tfjs.Tensor4D }
/** What comes up; `image` is the sum of what Skip blocks have drawn so far. */
export type Ascent = { h: tfjs.Tensor4D; kept: tfjs.Tensor4D[]; image: tfjs.Tensor4D | null }
type Time = tfjs.Tensor2D

type Kind = { attention: boolean; skip: boolean; resample: 'conv' | 'resnet' }
const KINDS: { readonly [K in (typeof DOWN_BLOCKS)[number] | (typeof UP_BLOCKS)[number]]: Kind | 'as said' } = {
  DownBlock2D: { attention: false, skip: false, resample: 'conv' },
  UpBlock2D: { attention: false, skip: false, resample: 'conv' },
  AttnDownBlock2D: 'as said',
  AttnUpBlock2D: 'as said',
  ResnetDownsampleBlock2D: { attention: false, skip: false, resample: 'resnet' },
  ResnetUpsampleBlock2D: { attention: false, skip: false, resample: 'resnet' },
  SkipDownBlock2D: { attention: false, skip: true, resample: 'resnet' },
  SkipUpBlock2D: { attention: false, skip: true, resample: 'resnet' },
  AttnSkipDownBlock2D: { attention: true, skip: true, resample: 'resnet' },
  AttnSkipUpBlock2D: { attention: true, skip: true, resample: 'resnet' },
}

/** Skip blocks divide every sum by it and take min(channels/4, 32) groups; their attention takes 32. */
const SKIP_SCALE = Math.SQRT2
const skipGroups = (channels: number) => Math.min(Math.floor(channels / 4), 32)

export function blocks(parts: Parts, constant: Constant, config: Unet2dConfig, width: number) {
  const { tf } = parts
  const scaleShift = config.resnet_time_scale_shift === 'scale_shift'
  const groups = config.norm_num_groups ?? 0
  const headsOf = (channels: number) => Math.max(1, Math.floor(channels / (config.attention_head_dim ?? channels)))
  const kindOf = (type: keyof typeof KINDS, resample: 'conv' | 'resnet'): Kind => {
    const kind = KINDS[type]
    return kind === 'as said' ? { attention: true, skip: false, resample } : kind
  }
  const block = (
    name: string,
    { skip }: Kind,
    inputs: number,
    outputs: number,
    own: { groups?: number; resample?: Map4; shortcut?: boolean } = {},
  ) =>
    resnet(parts, name, {
      inputs,
      outputs,
      width,
      scaleShift,
      groups: skip ? skipGroups(inputs) : groups,
      groupsOut: skip ? skipGroups(outputs) : groups,
      scale: skip ? SKIP_SCALE : 1,
      ...own,
    })
  const attend = (name: string, { skip }: Kind, channels: number): Map4 =>
    attention(parts, name, {
      channels,
      heads: headsOf(channels),
      groups: skip ? 32 : groups,
      scale: skip ? SKIP_SCALE : 1,
    })

  /** `last`: the deepest level, which does not halve. */
  function down(index: number, inputs: number, outputs: number, size: Size, last: boolean) {
    const name = `down_blocks.${index}`
    const kind = kindOf(config.down_block_types[index], config.downsample_type)
    const layers = Array.from({ length: config.layers_per_block }, (_, i) => ({
      run: block(`${name}.resnets.${i}`, kind, i === 0 ? inputs : outputs, outputs),
      attend: kind.attention ? attend(`${name}.attentions.${i}`, kind, outputs) : null,
    }))
    const fir = kind.skip ? firHalve(tf, constant, size) : null
    const halve = last ? null : halving(name, kind, outputs, fir)
    const join = kind.skip && !last ? parts.conv1x1(`${name}.skip_conv`, config.in_channels, outputs) : null
    return ({ h, kept, image }: Descent, time: Time): Descent => {
      const all = [...kept]
      for (const layer of layers) {
        h = layer.run(h, time)
        if (layer.attend) h = layer.attend(h)
        all.push(h)
      }
      if (!halve) return { h, kept: all, image }
      h = halve(h, time)
      const smaller = fir ? fir(image) : image
      if (join) h = join(smaller).add(h)
      return { h, kept: [...all, h], image: smaller }
    }
  }
  function halving(name: string, kind: Kind, channels: number, fir: Map4 | null): Timed {
    if (fir) return block(`${name}.resnet_down`, kind, channels, channels, { resample: fir, shortcut: true })
    if (kind.resample === 'resnet')
      return block(`${name}.downsamplers.0`, kind, channels, channels, { resample: (x) => downsample2(tf, x) })
    return parts.halve(`${name}.downsamplers.0.conv`, channels, config.downsample_padding)
  }

  /** `kept`: channels of the features from the way down that are joined, nearest first. */
  function up(index: number, inputs: number, outputs: number, kept: readonly number[], size: Size, last: boolean) {
    const name = `up_blocks.${index}`
    const type = config.up_block_types[index]
    const kind = kindOf(type, config.upsample_type)
    const layers = kept.map((more, i) => {
      const before = i === 0 ? inputs : outputs
      // Diffusers divides only what is joined by 4 in this one type: what its files were trained with.
      const own = type === 'AttnSkipUpBlock2D' ? { groups: Math.min(before + Math.floor(more / 4), 32) } : {}
      return {
        run: block(`${name}.resnets.${i}`, kind, before + more, outputs, own),
        attend:
          kind.attention && (!kind.skip || i === kept.length - 1)
            ? attend(`${name}.attentions.${kind.skip ? 0 : i}`, kind, outputs)
            : null,
      }
    })
    const enlarge = kind.skip && index > 0 ? firDouble(tf, constant, [size[0] / 2, size[1] / 2]) : null
    const double = last ? null : doubling(name, kind, outputs, kind.skip ? firDouble(tf, constant, size) : null)
    const draw = kind.skip && !last ? drawing(name, outputs) : null
    return ({ h, kept: left, image }: Ascent, time: Time): Ascent => {
      const rest = [...left]
      for (const layer of layers) {
        h = layer.run(tf.concat4d([h, rest.pop()!], 3), time)
        if (layer.attend) h = layer.attend(h)
      }
      let drawn = image && enlarge ? enlarge(image) : image
      if (draw) drawn = drawn ? drawn.add<tfjs.Tensor4D>(draw(h)) : draw(h)
      return { h: double ? double(h, time) : h, kept: rest, image: drawn }
    }
  }
  function doubling(name: string, kind: Kind, channels: number, fir: Map4 | null): Timed {
    if (fir) return block(`${name}.resnet_up`, kind, channels, channels, { resample: fir, shortcut: true })
    if (kind.resample === 'resnet')
      return block(`${name}.upsamplers.0`, kind, channels, channels, { resample: (x) => upsample2(tf, x) })
    const conv = parts.conv3x3(`${name}.upsamplers.0.conv`, channels, channels)
    return (x) => conv(upsample2(tf, x))
  }
  function drawing(name: string, channels: number): Map4 {
    const norm = parts.norm(`${name}.skip_norm`, channels, skipGroups(channels))
    const conv = parts.conv3x3(`${name}.skip_conv`, channels, config.in_channels)
    return (x) => conv(norm(x))
  }

  function middle(channels: number): Timed {
    const own = config.norm_num_groups ?? skipGroups(channels)
    const scale = config.mid_block_scale_factor
    const options = { inputs: channels, outputs: channels, width, scaleShift, groups: own, scale }
    const first = resnet(parts, 'mid_block.resnets.0', options)
    const grouped = config.attn_norm_num_groups ?? (scaleShift ? null : own)
    const attend = config.add_attention
      ? attention(parts, 'mid_block.attentions.0', { channels, heads: headsOf(channels), groups: grouped, scale })
      : null
    const second = resnet(parts, 'mid_block.resnets.1', options)
    return (x, time) => {
      const h = first(x, time)
      return second(attend ? attend(h) : h, time)
    }
  }
  return { down, middle, up }
}

/** `config.json` of diffusers' UNet2DModel: what the tensors beside it are to be built into. */
import { z } from 'zod'
import { parse } from './parse.ts'
import { Refusal } from './refusal.ts'

export const DOWN_BLOCKS = [
  'DownBlock2D',
  'AttnDownBlock2D',
  'ResnetDownsampleBlock2D',
  'SkipDownBlock2D',
  'AttnSkipDownBlock2D',
] as const
export const UP_BLOCKS = [
  'UpBlock2D',
  'AttnUpBlock2D',
  'ResnetUpsampleBlock2D',
  'SkipUpBlock2D',
  'AttnSkipUpBlock2D',
] as const

const count = z.number().int().positive().max(8192)
/** Absent and null are the same in these files. */
const nullable = <S extends z.ZodType>(schema: S) => z.preprocess((value) => value ?? undefined, schema)
const none = z.null().optional()

/** Field names as diffusers writes them; what is not said takes UNet2DModel's own default. */
export const unet2dConfig = z.strictObject({
  _class_name: z.literal('UNet2DModel'),
  _diffusers_version: z.string().optional(),
  _name_or_path: z.string().nullish(),
  sample_size: z.union([count, z.tuple([count, count])]).nullish(),
  in_channels: nullable(count.default(3)),
  out_channels: nullable(count.default(3)),
  center_input_sample: nullable(z.boolean().default(false)),
  time_embedding_type: nullable(z.enum(['positional', 'fourier']).default('positional')),
  time_embedding_dim: count.nullish(),
  freq_shift: nullable(z.number().default(0)),
  flip_sin_to_cos: nullable(z.boolean().default(true)),
  down_block_types: z.array(z.enum(DOWN_BLOCKS)).min(1).max(10),
  mid_block_type: z.literal('UNetMidBlock2D').default('UNetMidBlock2D'),
  up_block_types: z.array(z.enum(UP_BLOCKS)).min(1).max(10),
  block_out_channels: z.array(count).min(1).max(10),
  layers_per_block: nullable(z.number().int().min(1).max(8).default(2)),
  mid_block_scale_factor: nullable(z.number().positive().default(1)),
  downsample_padding: nullable(z.union([z.literal(0), z.literal(1)]).default(1)),
  downsample_type: nullable(z.enum(['conv', 'resnet']).default('conv')),
  upsample_type: nullable(z.enum(['conv', 'resnet']).default('conv')),
  dropout: z.number().nullish(),
  act_fn: nullable(z.enum(['silu', 'swish']).default('silu')),
  attention_head_dim: count.nullable().default(8),
  norm_num_groups: count.nullable().default(32),
  attn_norm_num_groups: count.nullish(),
  norm_eps: nullable(z.number().positive().default(1e-5)),
  resnet_time_scale_shift: nullable(z.enum(['default', 'scale_shift']).default('default')),
  add_attention: nullable(z.boolean().default(true)),
  class_embed_type: none,
  num_class_embeds: none,
  num_train_timesteps: count.nullish(),
})
export type Unet2dConfig = z.output<typeof unet2dConfig>

/** Refuses by name what is not built here: another class, a block type, classes as a condition. */
export function parseUnet2dConfig(input: unknown, file: string): Unet2dConfig {
  const refuse = (field: string, message: string): never => {
    throw new Refusal(`${file}: ${message}`, { field, code: 'unsupported' })
  }
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>
  if (given._class_name !== 'UNet2DModel')
    refuse(
      '_class_name',
      `${show(given._class_name)} is not built here, only UNet2DModel. Export the network to ONNX instead.`,
    )
  for (const [field, known] of [
    ['down_block_types', DOWN_BLOCKS],
    ['up_block_types', UP_BLOCKS],
  ] as const) {
    const types = Array.isArray(given[field]) ? given[field] : []
    const other = types.find((type) => !known.includes(type as never))
    if (other !== undefined)
      refuse(
        field,
        `blocks of type ${show(other)} are not built here, only ${known.join(', ')}. Export the network to ONNX instead.`,
      )
  }
  for (const field of ['class_embed_type', 'num_class_embeds'] as const)
    if (given[field] !== undefined && given[field] !== null)
      refuse(
        field,
        `a network that is told a class cannot be sampled here. Export it to ONNX with the class set as a constant.`,
      )
  const config = parse(unet2dConfig, input, file)
  const levels = config.block_out_channels.length
  if (config.down_block_types.length !== levels || config.up_block_types.length !== levels)
    refuse('block_out_channels', 'down_block_types, up_block_types and block_out_channels must be equally many.')
  const skips = [...config.down_block_types, ...config.up_block_types].filter((type) => type.includes('Skip'))
  if (skips.length > 0 && config.in_channels !== 3)
    refuse(
      'in_channels',
      `${skips[0]} carries three colours along, so in_channels must be 3, got ${config.in_channels}.`,
    )
  if (config.norm_num_groups === null && skips.length < 2 * levels)
    refuse('norm_num_groups', 'only Skip blocks choose their groups themselves; give norm_num_groups.')
  return config
}

const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))

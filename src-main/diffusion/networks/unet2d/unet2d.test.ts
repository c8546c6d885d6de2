/**
 * Against diffusers 0.42.1's UNet2DModel in torch, float64: weights, images and times by the formulas below, which both sides evaluated.
 * k is the tensor's place among the names in order, i the element's place in PyTorch's layout.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import type { StoredTensor } from '#files/safetensors.ts'
import { parseUnet2dConfig, type Unet2dConfig } from '#contract/unet2d.ts'
import type { Declare, Weights } from '../parameters.ts'
import { buildUnet2d } from './unet2d.ts'
import { declareFromFile, fileName } from './weights.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const SIZE = 8
const common = {
  _class_name: 'UNet2DModel',
  sample_size: SIZE,
  in_channels: 3,
  out_channels: 3,
  norm_num_groups: 4,
  norm_eps: 1e-6,
  attention_head_dim: null,
}
const conditioned = {
  ...common,
  in_channels: 1,
  out_channels: 1,
  norm_eps: 1e-5,
  attention_head_dim: 4,
  center_input_sample: true,
}

type Reference = { config: object; times: number[]; first: number[]; last: number[]; sum: number; squares: number }
const REFERENCES: Record<string, Reference> = {
  'blocks of DDPM': {
    config: {
      ...common,
      block_out_channels: [8, 16, 16],
      down_block_types: ['DownBlock2D', 'AttnDownBlock2D', 'DownBlock2D'],
      up_block_types: ['UpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'],
      layers_per_block: 2,
      downsample_padding: 0,
      flip_sin_to_cos: false,
      freq_shift: 1,
    },
    times: [3, 741],
    first: [-0.288025, -0.532224, -0.852062, -1.139391, -1.318156, -1.328265],
    last: [1.336655, 1.082786, 0.551469, -0.000761, -0.100101, 0.048012],
    sum: -21.0834,
    squares: 116.5207,
  },
  'several heads, scale and shift, residual resampling': {
    config: {
      ...conditioned,
      block_out_channels: [8, 16],
      down_block_types: ['ResnetDownsampleBlock2D', 'AttnDownBlock2D'],
      up_block_types: ['AttnUpBlock2D', 'ResnetUpsampleBlock2D'],
      layers_per_block: 1,
      downsample_type: 'resnet',
      upsample_type: 'resnet',
      resnet_time_scale_shift: 'scale_shift',
    },
    times: [10, 999],
    first: [-1.103558, -0.991762, -0.65732, -0.342155, -0.163601, -0.132882],
    last: [1.152008, 1.15689, 1.096141, 1.045308, 0.934624, 0.78154],
    sum: -29.8205,
    squares: 98.0937,
  },
  'padding all round, no attention in the middle': {
    config: {
      ...conditioned,
      block_out_channels: [8, 8, 16],
      down_block_types: ['DownBlock2D', 'AttnDownBlock2D', 'DownBlock2D'],
      up_block_types: ['UpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'],
      layers_per_block: 1,
      downsample_padding: 1,
      add_attention: false,
    },
    times: [10, 999],
    first: [-0.792864, -1.258962, -1.163436, -0.849477, -0.416873, -0.547558],
    last: [0.119665, 0.392017, 0.770989, 0.787801, 0.514842, 0.230125],
    sum: -22.1791,
    squares: 57.0994,
  },
  'blocks of NCSN++, a score': {
    config: {
      ...common,
      norm_num_groups: null,
      block_out_channels: [32, 32, 32],
      down_block_types: ['SkipDownBlock2D', 'AttnSkipDownBlock2D', 'SkipDownBlock2D'],
      up_block_types: ['SkipUpBlock2D', 'AttnSkipUpBlock2D', 'SkipUpBlock2D'],
      layers_per_block: 1,
      time_embedding_type: 'fourier',
      mid_block_scale_factor: Math.SQRT2,
    },
    times: [0.02, 4],
    first: [-4.873592, -16.688498, -35.029969, -49.329476, -60.361926, -72.232458],
    last: [0.150434, 0.047087, -0.00383, -0.014503, -0.037707, -0.026481],
    sum: 744.479,
    squares: 198341.189,
  },
}

/** The tensors that a file of this network would hold. */
function fileOf(config: Unet2dConfig): Map<string, StoredTensor> {
  const shapes = new Map<string, number[]>()
  const note: Declare = (name, shape) => {
    shapes.set(fileName(name), torchShape(shape, name))
    return tf.variable(tf.zeros(shape))
  }
  tf.tidy(() => void buildUnet2d(tf, note, (tensor) => tensor, config, [SIZE, SIZE]))
  const names = [...shapes.keys()].toSorted()
  return new Map(
    names.map((name, k) => [
      name,
      { dtype: 'F32', shape: shapes.get(name)!, data: formula(name, k, shapes.get(name)!) },
    ]),
  )
}

const torchShape = (shape: number[], name: string): number[] => {
  if (/gamma|beta/.test(name)) return [shape[1]]
  if (shape.length === 4) return [shape[3], shape[2], shape[0], shape[1]]
  const turned = shape.toReversed()
  return shape.length === 2 && /conv_shortcut|down_blocks.*skip_conv/.test(name) ? [...turned, 1, 1] : turned
}

function formula(name: string, k: number, shape: number[]): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1)
  const spread = shape.length > 1 ? 1.5 / Math.sqrt(size / shape[0]) : 1
  const vector = (v: number) =>
    name === 'time_proj.weight' ? 2 * v : /norm.*weight$/.test(name) ? 1 + 0.3 * v : 0.2 * v
  return Float32Array.from({ length: size }, (_, i) => {
    const v = Math.sin(0.7 * i + 1.3 * k + 0.001 * i * k) * spread
    return shape.length > 1 ? v : vector(v)
  })
}

function answerOf(config: Unet2dConfig, times: number[]): Float32Array {
  const weights: Weights = new Map()
  const from = declareFromFile(tf, weights, fileOf(config), 'model.safetensors')
  const channels = config.in_channels
  const answer = tf.tidy(() => {
    const run = buildUnet2d(tf, from.declare, (tensor) => tensor, config, [SIZE, SIZE])
    from.finish()
    const count = times.length * channels * SIZE * SIZE
    const x = tf.tensor4d(
      Float32Array.from({ length: count }, (_, i) => Math.cos(0.37 * i)),
      [times.length, channels, SIZE, SIZE],
    )
    const y = run(x.transpose([0, 2, 3, 1]), tf.tensor1d(times))
    return y.transpose([0, 3, 1, 2]).dataSync() as Float32Array
  })
  for (const weight of weights.values()) weight.dispose()
  return answer
}

describe.each(Object.entries(REFERENCES))('%s', (_, { config, times, first, last, sum, squares }) => {
  it("answers as torch's", () => {
    const found = answerOf(parseUnet2dConfig(config, 'config.json'), times)
    const wrong = (value: number, wanted: number) => Math.abs(value - wanted) / Math.max(1, Math.abs(wanted))
    first.forEach((value, i) => expect(wrong(found[i], value)).toBeLessThan(1e-4))
    last.forEach((value, i) => expect(wrong(found[found.length - 6 + i], value)).toBeLessThan(1e-4))
    expect(
      wrong(
        found.reduce((total, value) => total + value, 0),
        sum,
      ),
    ).toBeLessThan(1e-3)
    expect(
      wrong(
        found.reduce((total, value) => total + value * value, 0),
        squares,
      ),
    ).toBeLessThan(1e-4)
  })
})

describe('what is not built here', () => {
  const { config } = REFERENCES['blocks of DDPM']
  const refusals: [string, object, string][] = [
    ['another class', { _class_name: 'UNet2DConditionModel' }, 'UNet2DConditionModel is not built here'],
    [
      'a block of another type',
      { down_block_types: ['KDownBlock2D', 'DownBlock2D', 'DownBlock2D'] },
      'blocks of type KDownBlock2D',
    ],
    ['classes', { num_class_embeds: 10 }, 'told a class'],
    ['an activation', { act_fn: 'gelu' }, 'act_fn'],
    ['a field that is not known', { attention_type: 'gated' }, 'there is no field attention_type'],
    ['unlike numbers of levels', { block_out_channels: [8, 16] }, 'equally many'],
    ['no groups', { norm_num_groups: null }, 'give norm_num_groups'],
  ]
  it.each(refusals)('%s is refused by name', (_, change, message) => {
    expect(() => parseUnet2dConfig({ ...config, ...change }, 'config.json')).toThrow(message)
  })

  it('a file that belongs to another configuration is refused with the tensor', () => {
    const small = parseUnet2dConfig(config, 'config.json')
    const tensors = fileOf(small)
    const build = (change: Partial<Unet2dConfig>) =>
      tf.tidy(() => {
        const from = declareFromFile(tf, new Map(), tensors, 'model.safetensors')
        buildUnet2d(tf, from.declare, (tensor) => tensor, { ...small, ...change }, [SIZE, SIZE])
        from.finish()
      })
    expect(() => build({ layers_per_block: 3 })).toThrow('there is no tensor down_blocks.0.resnets.2.norm1.weight')
    expect(() => build({ layers_per_block: 1 })).toThrow('which does not make')
    expect(() => build({ block_out_channels: [8, 16, 24] })).toThrow('which does not make')
    tensors.set('more', { dtype: 'F32', shape: [1], data: new Float32Array(1) })
    expect(() => build({})).toThrow('no layer takes the tensor more')
  })

  it('a shape that does not halve so often', () => {
    const small = parseUnet2dConfig(config, 'config.json')
    const declare: Declare = (_, shape) => tf.variable(tf.zeros(shape))
    expect(() => tf.tidy(() => void buildUnet2d(tf, declare, (tensor) => tensor, small, [6, 8]))).toThrow(
      '6 x 8 does not divide by 4',
    )
  })
})

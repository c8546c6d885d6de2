/** Networks and what they are trained on, as written in a run's configuration. */
import { z } from 'zod'
import { dataRange } from './schedule.ts'

const sigma = z.number().positive()

/** Geometric from 1 to .01 in ten levels: NCSN's own (Song & Ermon 2019, arXiv:1907.05600, section 4.3). */
const TEN_LEVELS = Array.from({ length: 10 }, (_, i) => 10 ** ((-2 * i) / 9))

export const networkSpec = z.discriminatedUnion('architecture', [
  z.strictObject({
    architecture: z.literal('unet'),
    base: z.number().int().min(4).max(256).default(32).describe('Channels at full resolution'),
    multipliers: z.array(z.number().int().min(1).max(16)).min(1).max(6).default([1, 2, 2]),
    blocks: z.number().int().min(1).max(4).default(1).describe('Residual blocks a level'),
    attention: z.array(z.number().int().positive()).default([]).describe('Image sizes at which attention is added'),
    groups: z.number().int().min(1).max(32).default(4).describe('Groups of the group normalisation'),
    sigma_data: sigma.default(0.5).describe('Standard deviation of the data in its range (EDM preconditioning)'),
    data_range: dataRange.default([-1, 1]),
  }),
  z.strictObject({
    architecture: z.literal('ncsnv2'),
    ngf: z.number().int().min(4).max(256).default(64).describe('Channels at full resolution'),
    data_range: dataRange.default([0, 1]),
  }),
  z.strictObject({
    architecture: z.literal('ncsn'),
    ngf: z.number().int().min(4).max(256).default(64).describe('Channels at full resolution'),
    sigmas: z
      .array(sigma)
      .min(1)
      .max(1000)
      .default(TEN_LEVELS)
      .describe('Noise levels that the norms know, as trained at; another sigma is taken for the nearest in ln sigma'),
    data_range: dataRange.default([0, 1]),
  }),
  z.strictObject({
    architecture: z.literal('mlp'),
    width: z.number().int().min(4).max(2048).default(128),
    depth: z.number().int().min(1).max(8).default(3),
    sigma_data: sigma.default(1),
    data_range: dataRange.default([-1, 1]),
  }),
])
export type NetworkConfig = z.output<typeof networkSpec>

export const noiseSpec = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('log-normal'), p_mean: z.number().default(-1.2), p_std: sigma.default(1.2) }),
  z.strictObject({ name: z.literal('log-uniform'), sigma_min: sigma, sigma_max: sigma }),
  z.strictObject({ name: z.literal('sequence'), sigmas: z.array(sigma).min(1).max(1_000_000) }),
])

/** Directions that slice the Jacobian of a score; see `slicedScoreMatching`. */
export const PROJECTIONS = ['normal', 'unit', 'unit-scaled'] as const
export type Projection = (typeof PROJECTIONS)[number]

export const objectiveSpec = z
  .strictObject({
    name: z
      .enum(['dsm', 'edm', 'sm', 'ssm'])
      .default('edm')
      .describe(
        'dsm: 1/2 sigma^2 |score + z/sigma|^2; edm: (sigma^2 + sigma_data^2)/(sigma sigma_data)^2 |denoised - x0|^2; ' +
          'sm: sigma^2 (tr grad score + |score|^2/2); ssm: its trace by slices v^T grad score v',
      ),
    projection: z
      .enum(PROJECTIONS)
      .optional()
      .describe('Directions v of ssm. normal (default): N(0, I); unit: v/|v|, biased; unit-scaled: sqrt(d) v/|v|'),
    noise: noiseSpec.default({ name: 'log-normal', p_mean: -1.2, p_std: 1.2 }),
  })
  .refine(({ name, projection }) => projection === undefined || name === 'ssm', {
    path: ['projection'],
    message: 'belongs to the objective ssm alone; leave it out',
  })

export const trainingSpec = z.strictObject({
  steps: z.number().int().min(1).max(100_000_000),
  batch_size: z.number().int().min(1).max(4096).default(32),
  learning_rate: z.number().positive().default(1e-3),
  learning_rate_schedule: z.enum(['constant', 'cosine']).default('constant'),
  warm_up: z.number().int().nonnegative().default(100).describe('Steps over which the learning rate rises from 0'),
  clip_norm: z.number().positive().default(1).describe('Largest norm of the whole gradient'),
  ema_decay: z.number().min(0).lt(1).default(0.999),
  flip: z.boolean().default(false).describe('Mirror half of the images'),
  checkpoint_every: z.number().int().positive().default(500).describe('Steps'),
  preview_every: z.number().int().positive().default(500).describe('Steps'),
})

export const executionSpec = z.strictObject({
  mode: z
    .enum(['auto', 'eager', 'graph'])
    .default('auto')
    .describe('graph: one recorded graph a step; auto: graph where it passes its check'),
  precision: z.enum(['float32', 'bfloat16']).default('float32'),
})

/** Networks and what they are trained on, as written in a run's configuration. */
import { z } from 'zod'
import { NETWORK_ROWS } from '#axes/networks/networks.ts'
import { NOISE_LAW_ROWS } from '#axes/noise-laws/noise-laws.ts'
import { OBJECTIVE_ROWS } from '#axes/objectives/objectives.ts'

/** Options of a union told apart by one key, a row each. */
type OptionsOf<T extends readonly unknown[], K extends string> = {
  [I in keyof T]: T[I] extends { name: infer N extends string; parameters: infer S extends z.ZodRawShape }
    ? z.ZodObject<{ [_ in K]: z.ZodLiteral<N> } & S, z.core.$strict>
    : never
}

const networks = NETWORK_ROWS.map(({ name, parameters }) =>
  z.strictObject({ architecture: z.literal(name), ...parameters }),
)
export const networkSpec = z.discriminatedUnion(
  'architecture',
  networks as unknown as OptionsOf<typeof NETWORK_ROWS, 'architecture'>,
)
export type NetworkConfig = z.output<typeof networkSpec>

const laws = NOISE_LAW_ROWS.map(({ name, parameters }) => z.strictObject({ name: z.literal(name), ...parameters }))
export const noiseSpec = z.discriminatedUnion('name', laws as unknown as OptionsOf<typeof NOISE_LAW_ROWS, 'name'>)

/** Directions that slice the Jacobian of a score; see `slicedScoreMatching`. */
export const PROJECTIONS = ['normal', 'unit', 'unit-scaled'] as const
export type Projection = (typeof PROJECTIONS)[number]

/** Weights of the objectives under a corruption. */
export const WEIGHTS = ['inverse-variance', 'one'] as const
export type Weight = (typeof WEIGHTS)[number]

export const objectiveSpec = z
  .strictObject({
    name: z
      .enum(OBJECTIVE_ROWS.map(({ name }) => name))
      .default('edm')
      .describe(OBJECTIVE_ROWS.map(({ name, formula }) => `${name}: ${formula}`).join('; ')),
    projection: z
      .enum(PROJECTIONS)
      .optional()
      .describe('Directions v of ssm. normal (default): N(0, I); unit: v/|v|, biased; unit-scaled: sqrt(d) v/|v|'),
    weight: z
      .enum(WEIGHTS)
      .optional()
      .describe('w of soft and residual. inverse-variance (default): 1/sigma_t^2; one: 1'),
    noise: noiseSpec.default({ name: 'log-normal', p_mean: -1.2, p_std: 1.2 }),
  })
  .refine(({ name, projection }) => projection === undefined || name === 'ssm', {
    path: ['projection'],
    message: 'belongs to the objective ssm alone; leave it out',
  })
  .refine(({ name, weight }) => weight === undefined || name === 'soft' || name === 'residual', {
    path: ['weight'],
    message: 'belongs to the objectives soft and residual alone; leave it out',
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

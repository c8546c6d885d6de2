/** One strict description of a run, the same in page, command line and studies (YAML or JSON, snake_case). */
import { RESIZES } from './judge-options.ts'
import { FEATURE_NAMES } from '#axes/judges/judges.ts'
import { z } from 'zod'
import type { Camel } from './casing.ts'
import { corruptionSpec } from './corruption.ts'
import { datasetSpec } from './dataset.ts'
import { executionSpec, networkSpec, objectiveSpec, trainingSpec } from './network.ts'
import { samplerSpec } from './sampler.ts'
import { scheduleSpec } from './schedule.ts'
import { foldScore, network, reference, scoreSpec, weights } from './score.ts'

const common = {
  name: z.string().min(1).max(120).optional().describe('Shown in lists; the run folder carries it too'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .default(0)
    .describe('Seed of all noise, order and weights'),
  tags: z.array(z.string().min(1).max(60)).max(30).default([]),
}
const runRef = reference.describe('Number or id of a run')

export const trainConfig = z.strictObject({
  kind: z.literal('train'),
  ...common,
  dataset: datasetSpec.prefault({}),
  network: networkSpec.prefault({ architecture: 'unet' }),
  initial: reference
    .optional()
    .describe('A training run, shipped network or .safetensors file whose averaged weights are the start'),
  continues: runRef
    .optional()
    .describe(
      'A training run that goes on here from its last step: weights, averages, moments and place in the data, all else as it was',
    ),
  objective: objectiveSpec.prefault({}),
  corruption: corruptionSpec.optional().describe('What is undone beside the noise; none where absent'),
  schedule: scheduleSpec
    .optional()
    .describe(
      'Of two curves, for a corruption: its levels are trained at, each alike, in the place of objective.noise',
    ),
  training: trainingSpec,
  execution: executionSpec.prefault({}),
})

export const classifierConfig = z.strictObject({
  kind: z.literal('train-classifier'),
  ...common,
  dataset: datasetSpec.prefault({}),
  epochs: z.number().positive().max(1000).default(12),
  batch_size: z.number().int().min(8).max(4096).default(128),
  learning_rate: z.number().positive().default(2e-3),
})

export const sampleConfig = z.strictObject({
  kind: z.literal('sample'),
  ...common,
  network: network.optional(),
  weights: weights.optional(),
  score: scoreSpec
    .optional()
    .describe('What is asked at every step: a network (also named by network alone), or an exact score'),
  schedule: scheduleSpec,
  convert_range: z.boolean().default(false).describe('Rescale a schedule given for the other data range'),
  corruption: corruptionSpec
    .optional()
    .describe('What is undone beside the noise; where absent that of the network, and none of an exact score'),
  sampler: samplerSpec.prefault({ name: 'heun' }),
  start: z
    .enum(['normal', 'uniform', 'corrupted'])
    .default('normal')
    .describe('normal: sigma_1 z; uniform: U[0, 1]; corrupted: C x0 + sigma_1 z, x0 drawn from the data'),
  start_from: datasetSpec
    .optional()
    .describe('Images that a corrupted start is drawn from; where absent, what the score learned from'),
  start_mean: z.number().optional().describe('Mean of a normal start, in data units; 0 where absent'),
  start_std: z.number().positive().optional().describe('Standard deviation of a normal start; sigma_1 where absent'),
  n: z.number().int().min(1).max(10_000_000).default(64).describe('Number of samples'),
  chunk: z.number().int().min(1).max(10_000).optional().describe('Samples computed at once; measured where absent'),
  execution: executionSpec.prefault({}),
})

export const evaluateConfig = z.strictObject({
  kind: z.literal('evaluate'),
  ...common,
  samples: runRef.describe('The sampling run to judge'),
  classifier: reference
    .default('mnist-classifier')
    .describe('A shipped classifier, a training run, or a .safetensors file'),
  reference: datasetSpec.optional().describe('Data to judge against; where absent, what the score learned from'),
  features: z
    .enum(FEATURE_NAMES)
    .optional()
    .describe('classifier, or inception for FID and its family too (anneal setup --fid)'),
  resize: z.enum(RESIZES).optional().describe('Of pictures for Inception: pytorch-fid, or clean-fid'),
  n: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('The first samples alone, so that runs of several sizes are judged alike; all where absent'),
  confidence: z.number().gt(0.5).lt(1).default(0.95).describe('Joint level of the intervals'),
})

export const compareConfig = z.strictObject({
  kind: z.literal('compare'),
  ...common,
  runs: z.array(runRef).min(1).max(24).describe('Sampling runs, evaluated or not'),
})

/** The kinds of runs, each as it is written. */
export const runKinds = z.discriminatedUnion('kind', [
  trainConfig,
  classifierConfig,
  sampleConfig,
  evaluateConfig,
  compareConfig,
])
export const runConfig = z.preprocess(foldScore, runKinds)

export type RunConfigInput = z.input<typeof runKinds>
/** Every default filled in, snake_case: what `config.resolved.json` holds. */
export type RunConfig = z.output<typeof runConfig>
export type RunKind = RunConfig['kind']
export type ConfigOf<K extends RunKind> = Camel<Extract<RunConfig, { kind: K }>>

export const EXAMPLE_CONFIGS: { readonly [K in RunKind]: Extract<RunConfigInput, { kind: K }> } = {
  train: {
    kind: 'train',
    name: 'mnist-unet-quick',
    dataset: { name: 'mnist' },
    network: { architecture: 'unet', base: 32, multipliers: [1, 2, 2], sigma_data: 0.33, data_range: [0, 1] },
    training: { steps: 1000, batch_size: 32 },
  },
  'train-classifier': { kind: 'train-classifier', dataset: { name: 'mnist' }, epochs: 12 },
  sample: {
    kind: 'sample',
    network: 'mnist-unet',
    schedule: { family: 'karras', levels: 18, sigma_max: 20, sigma_min: 0.01, data_range: [0, 1] },
    sampler: { name: 'heun' },
    n: 400,
  },
  evaluate: { kind: 'evaluate', samples: '2' },
  compare: { kind: 'compare', runs: ['2', '3'] },
}

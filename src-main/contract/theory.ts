/** The arguments of the theory commands, as users write them: strict, snake_case, each with its meaning. */
import { z } from 'zod'
import { DOCTOR_NAMES } from '#axes/doctor.ts'
import { isPlaced, SCHEME_NAMES } from '#axes/schemes/schemes.ts'
import { forEachProcess } from '#axes/processes/process-spec.ts'
import { table } from '#axes/tables/tables.ts'
import { dataRange } from './schedule.ts'
import { network, scoreSpec } from './score.ts'

const positive = z.number().positive()
/** Flows along noise levels whose law on a Gaussian is known: samplers of the league. */
export const LEAGUE_SAMPLERS = ['euler', 'heun', 'dpmpp2m', 'dpmpp3m', 'unipc', 'deis', 'ipndm'] as const
const dimension = z.number().int().positive().max(1e12)

/** Numbers given as a list, as `1,0.1,0.001`, or one number. */
export const numbers = z.preprocess(asList, z.array(z.number().nonnegative()).min(1).max(1_000_000))

function asList(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number)
  return typeof value === 'number' ? [value] : value
}

export const SCHEMES = [...SCHEME_NAMES, 'sde', 'ode'] as const
const PLACED = SCHEME_NAMES.filter(isPlaced)

const eps = z.number().min(0).lt(1).default(1e-3).describe('Time at which the sampler stops')

export const theoryProcess = forEachProcess({
  t: z.number().min(0).describe('Time, from 0 (data) to 1; to sigma_max of edm'),
})

export const theoryGaussian = forEachProcess({
  spectrum: numbers.describe('Eigenvalues of the data covariance'),
  scheme: z.enum(SCHEMES),
  points: z
    .number()
    .int()
    .min(2)
    .max(1_000_000)
    .optional()
    .describe('Grid points, one more than steps; not for sde, ode'),
  eps,
  start: z.enum(['prior', 'exact']).default('prior'),
  misfit: z.number().gt(-0.5).optional().describe('The score is -(1 + misfit) x/l; 0 is exact'),
  inner: z.number().int().min(1).optional().describe('Langevin steps at each level'),
  step_lr: positive.optional().describe('step_lr of scheme langevin'),
  convention: z.enum(['code', 'report']).optional().describe('of scheme langevin'),
  s_churn: z.number().nonnegative().optional().describe('Churn of scheme edm'),
  s_tmin: z.number().nonnegative().optional(),
  s_tmax: positive.optional(),
  s_noise: positive.optional(),
})

export const theorySteps = forEachProcess({ spectrum: numbers, target: positive.describe('W2 to reach') })

export const theoryLangevin = z.strictObject({
  sigmas: numbers.describe('Noise levels, largest first, no 0'),
  eps: positive.describe('step_lr: alpha_i = eps sigma_i^2/sigma_L^2'),
  inner: z.number().int().min(1).max(1_000_000).describe('Steps at each level'),
  convention: z.enum(['code', 'report']),
  start_variance: z.number().nonnegative(),
  spectrum: numbers,
})

const path = {
  d: dimension,
  alpha: z.enum(['trig', 'lin']).describe('Noise coefficient: sqrt(1 - tau^2) or 1 - tau'),
  variance: z.union([z.literal(1), z.literal('d')]),
  dilation: z.enum(['none', 'vp', 've-lin', 've-trig', 've-trig-alpha', 've-trig-log']).default('none'),
  kappa: positive.default(3).describe('Width of the dilated window, in units of 1/sqrt(d)'),
  steps: z.number().int().min(1).max(1_000_000).describe('Euler steps'),
}

export const theoryMixture = z.strictObject({
  ...path,
  m: positive.describe('Mean of each coordinate, +m or -m'),
  std: positive.describe('Standard deviation around the mean'),
  p: z.number().gt(0).lt(1).describe('Weight of the + mode'),
})

export const theoryCurieWeiss = z.strictObject({
  ...path,
  beta: positive.describe('Inverse temperature'),
  h: z.number().optional().describe('Strength of the field; (1/2) ln(p/(1-p)) where absent'),
  p: z.number().gt(0).lt(1).default(0.8),
  law: z.enum(['limit', 'finite']).default('limit').describe('d -> infinity law, or the exact one at this d'),
  chains: z.number().int().min(1).max(1_000_000).default(200),
  seed: z.number().int().nonnegative().default(0),
})

export const theoryOptimise = forEachProcess({
  spectrum: numbers,
  scheme: z.enum(PLACED),
  points: z.number().int().min(2).max(1000),
  objective: z.enum(['w2', 'kl']).default('w2').describe('What is least: W2(final law, data) or KL(final law || data)'),
  sigma_min: positive.default(0.002).describe('Least level of the named grids that it is compared with'),
  eps: z.number().min(0).optional().describe('Time at which the grid ends; 0 for edm, else 1e-3'),
  out: z.string().min(1).optional().describe('Schedule file (.json) to write'),
  data_range: dataRange.default([-1, 1]).describe('Range of the data that the spectrum is of, for that file'),
})

/** `theory league FILE.npy|DATASET ...`. */
export const leagueOptions = z.strictObject({
  sampler: z
    .preprocess(asNames, z.array(z.enum(LEAGUE_SAMPLERS)).min(1))
    .default(['euler'])
    .describe('One or several, or all; the last step, to 0, is of first order'),
  levels: z.number().int().min(2).max(200).default(10).describe('Positive noise levels; a 0 comes after them'),
  sigma_max: positive.default(80),
  sigma_min: positive.default(0.002).describe('Last positive level of the grids that have no better'),
  start: z
    .enum(['exact', 'prior'])
    .default('exact')
    .describe('Variance at sigma_max: that of the data with noise, or sigma_max^2'),
  by: z.enum(['w2', 'kl', 'end-point']).default('w2').describe('What the rows are in order of'),
  network: network.optional().describe('Measured too: its end points along the same methods, with intervals'),
  score: scoreSpec.optional().describe('Measured too: an exact score, {name: empirical, ...}'),
  data_range: dataRange.optional().describe('Units of that exact score'),
  n: z.number().int().min(8).max(10_000).default(64).describe('Held-out starts that it is measured on'),
})

/** `euler,heun`, `[euler, heun]`, `euler` or `all`. */
function asNames(value: unknown): unknown {
  if (value === 'all') return [...LEAGUE_SAMPLERS]
  return typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value
}

export const adviceOptions = z.strictObject({
  inner: z.number().int().min(1).max(100_000).default(5).describe('Langevin steps at each level'),
  overlap: z.number().gt(0).lt(1).default(0.5).describe('Overlap C(gamma) of neighbouring levels to aim for'),
  data_range: dataRange.default([0, 1]),
  n: z.number().int().min(2).optional().describe('Only the first n images'),
})

export const tableOptions = z.strictObject({
  image: z.number().int().nonnegative().optional().describe('The texture of this image of the data set, from 0'),
  size: z.number().int().min(2).max(512).default(256).describe('Side in pixels to which a picture is brought'),
  channels: z
    .union([z.literal(1), z.literal(3)])
    .default(3)
    .describe('1 grey, 3 colours, of a picture'),
  sample: z.string().min(1).optional().describe('PNG file for an exact sample of the texture'),
  seed: z.number().int().nonnegative().default(0).describe('Seed of that sample'),
})

export const doctorOptions = z.strictObject({
  sampler: z.enum(DOCTOR_NAMES).default('heun'),
  process: z.enum(['ve', 'vp', 'flow']).default('ve'),
  data_range: dataRange.optional(),
  data_std: positive.optional(),
  dimension: z.number().int().positive().optional().describe('Numbers in one datum'),
  largest_distance: positive.optional().describe('Largest distance between two data'),
  appends_zero: z.boolean().optional().describe('Whether the sampler goes on to 0 after the list; ours do'),
  langevin: z
    .strictObject({
      eps: positive,
      inner: z.number().int().positive(),
      convention: z.enum(['code', 'report']).optional(),
    })
    .optional(),
  trained: z
    .strictObject({
      sigma_min: positive.optional(),
      sigma_max: positive.optional(),
      data_range: dataRange.optional(),
      zero_terminal_snr: z.boolean().optional(),
    })
    .optional(),
  shift: positive.optional(),
  table: table.optional(),
  parametrisation: z.enum(['eps', 'v', 'x0']).optional().describe('What the network predicts'),
})

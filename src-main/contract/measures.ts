/** What a study measures of its arms and how two are compared: plain data, as a study's file says it. */
import { z } from 'zod'
import { FEATURE_NAMES } from '#axes/judges/judges.ts'
import type { DatasetConfig } from './dataset.ts'

/** Of these arms alone; of all where absent. */
const arms = z.array(z.string().min(1)).min(1).optional()
const field = { law: z.literal('mixture'), sigma: z.number().positive() }
const row = <const N extends string, S extends z.ZodRawShape>(name: N, parameters: S) =>
  z.strictObject({ measure: z.literal(name), ...parameters, arms })

export const measureSpec = z.discriminatedUnion('measure', [
  /** Fréchet distance to the reference: FID where the features are Inception's. */
  row('distance', { features: z.enum(FEATURE_NAMES) }),
  /** Largest less smallest share of the classes that the classifier sees. */
  row('spread', {}),
  /** Share of one class. */
  row('share', { class: z.string().min(1) }),
  /** Fréchet distance of the samples of one class to the reference's own, at as many samples in every arm. */
  row('class-distance', { features: z.enum(FEATURE_NAMES), class: z.string().min(1) }),
  /** Share of points that lie nearest to `means[of]`. */
  row('component', { means: z.array(z.array(z.number()).min(1)).min(2), of: z.number().int().min(0) }),
  /** Root mean square deviation of a sample from the reference where every image of that has one value; its mean over samples. */
  row('left-noise', {}),
  /** Variance of the samples over that of the reference: 1 where they vary as much. */
  row('variance', {}),
  /** A result of the runs themselves, such as `acceptance`. */
  row('result', { result: z.string().min(1) }),
  /** Trainable weights of the network. */
  row('parameters', {}),
  /** Steps of the exponential integrator that reach W2 <= within sqrt(tr Sigma) on the Gaussian of the reference, along the arm's process; `integral`: with int beta brought to it. */
  row('exact-steps', { within: z.number().positive().max(1), integral: z.number().positive().optional() }),
  /** W2 to a Gaussian law, from the samples' second moments along its eigenvectors, sampling bias taken off: that of the reference, or by its spectrum. */
  row('gaussian-w2', { spectrum: z.array(z.number().nonnegative()).min(1).optional() }),
  /** Share of points whose coordinates have a mean above 0. */
  row('mode-weight', {}),
  /** Standard deviation of the coordinates of a point around their mean; its mean over points. */
  row('mode-std', {}),
  /** What the exact mixture of as many Gaussian classes as the reference has, of its means, shares and dimension, makes of the arm's times by Euler's method: the divergence of its shares in bits, or the width of a class over its own. */
  row('exact-mixture', { of: z.enum(['shares', 'width']) }),
  /** Kullback-Leibler divergence of the class shares from those of the reference, in bits. */
  row('class-divergence', {}),
  /** Root mean square error of a trained score against that of a 2-D law noised by sigma. */
  row('score-error', field),
  /** Spearman's rank correlation of that error with the density, point by point. */
  row('error-by-density', field),
])
export type MeasureSpec = z.output<typeof measureSpec>

export type Arm = { name: string; runs: readonly { folder: string; number: number }[] }

export const comparisonSpec = z.strictObject({
  name: z.string().min(1).max(120),
  of: measureSpec,
  first: z.string(),
  second: z.union([z.string(), z.number()]).describe('The second arm, or the number that the first is held against'),
  sign: z
    .union([z.literal(-1), z.literal(0), z.literal(1)])
    .describe('Of first - second as published; 0: reported, not tested'),
  published: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe(
      'Both as published, or the number that one is held against; their difference over their mean, if that is above 0, is the published relative size',
    ),
})
export type ComparisonSpec = z.output<typeof comparisonSpec>

/** Why there is nothing where a measure is not asked of an arm. */
export const NOT_ASKED = ''

/** Of one arm. `low` and `high` where it has an interval. */
export type Measured = { value: number; low?: number; high?: number; n?: number }

/** Of two arms, or of one against a number. */
export type Difference = {
  estimate: number
  low: number
  high: number
  confidence: number
  pValue: number
  /** Mean of both, or the number held against. */
  scale: number
  evidence: 'noise' | 'trainings'
  n: number
  method: string
}

export type MeasureTask = {
  home: string
  arms: readonly Arm[]
  reference: DatasetConfig | null
  /** File of the classifier. */
  classifier: string
  resize: 'pytorch-fid' | 'clean-fid'
  shown: readonly MeasureSpec[]
  comparisons: readonly ComparisonSpec[]
}

/** In the order of the task; null with the reason where a run is missing or cannot be measured. */
export type MeasureAnswer = {
  arms: { name: string; values: (Measured | { missing: string })[]; shares: Record<string, number> | null }[]
  comparisons: (Difference | { missing: string })[]
}

export const CONFIDENCE = 0.95

const FEATURES = { inception: 'FID', classifier: 'Fréchet distance, classifier' } as const

/** Heading of its column. */
export function measureTitle(spec: MeasureSpec): string {
  switch (spec.measure) {
    case 'distance':
      return FEATURES[spec.features]
    case 'spread':
      return 'spread of class shares'
    case 'share':
      return `share of ${spec.class}`
    case 'class-distance':
      return `${FEATURES[spec.features]}, of ${spec.class}`
    case 'component':
      return `share near (${spec.means[spec.of].join(', ')})`
    case 'variance':
      return 'variance of samples over data'
    case 'gaussian-w2':
      return 'W2 to the Gaussian'
    case 'mode-weight':
      return 'weight of the upper mode'
    case 'mode-std':
      return 'standard deviation within a mode'
    case 'class-divergence':
      return 'KL of class shares, bits'
    case 'exact-mixture':
      return spec.of === 'shares' ? 'exact mixture: KL of shares, bits' : 'exact mixture: width of a class'
    case 'left-noise':
      return 'noise left in the border'
    case 'result':
      return spec.result.replaceAll('_', ' ')
    case 'parameters':
      return 'parameters'
    case 'exact-steps':
      return `exact steps to ${spec.within} of the spread${spec.integral === undefined ? '' : `, ∫β = ${spec.integral}`}`
    case 'score-error':
      return 'score error, rms'
    case 'error-by-density':
      return 'rank correlation of error with density'
  }
}

/** The arguments of the theory commands, as users write them: strict, snake_case, each with its meaning. */
import { z } from 'zod'

const positive = z.number().positive()
const beta = {
  beta_min: positive.describe('beta(0) in dx = -beta/2 x dt + sqrt(beta) dw'),
  beta_max: positive.describe('beta(1)'),
}
const sigma = { sigma_min: positive.describe('sigma(0), in data units'), sigma_max: positive.describe('sigma(1)') }
const rho = positive.describe('Exponent')
const variance = z
  .union([z.literal(1), z.literal('d')])
  .default(1)
  .describe('Variance of the noise end: 1 (VP) or d (VE)')
const dimension = z.number().int().positive().max(1e12)

const processShapes = {
  'vp-linear': beta,
  'vp-constant': beta,
  'vp-polynomial': { ...beta, rho },
  'vp-exponential': beta,
  'vp-cosine': { s: positive.default(0.008) },
  'sub-vp': beta,
  've-exponential': sigma,
  've-constant': sigma,
  've-sqrt': sigma,
  've-polynomial': { ...sigma, rho },
  'interpolant-trig': { variance, d: dimension.default(1) },
  'interpolant-linear': { variance, d: dimension.default(1) },
  'rectified-flow': {},
} as const
export type ProcessFamily = keyof typeof processShapes

/** A union over the families in which each also takes `shared` fields beside its own. */
function forEachFamily<S extends z.ZodRawShape>(shared: S) {
  const option = <F extends ProcessFamily>(family: F) =>
    z.strictObject({ family: z.literal(family), ...processShapes[family], ...shared })
  return z.discriminatedUnion('family', [
    option('vp-linear'),
    option('vp-constant'),
    option('vp-polynomial'),
    option('vp-exponential'),
    option('vp-cosine'),
    option('sub-vp'),
    option('ve-exponential'),
    option('ve-constant'),
    option('ve-sqrt'),
    option('ve-polynomial'),
    option('interpolant-trig'),
    option('interpolant-linear'),
    option('rectified-flow'),
  ])
}

/** Numbers given as a list, as `1,0.1,0.001`, or one number. */
const numbers = z
  .union([z.number().transform((value) => [value]), z.array(z.number()), z.string().transform(splitNumbers)])
  .pipe(z.array(z.number().nonnegative()).min(1).max(1_000_000))

function splitNumbers(text: string, context: z.RefinementCtx): number[] {
  const values = text.split(/[\s,]+/).filter(Boolean)
  const bad = values.find((value) => !Number.isFinite(Number(value)))
  if (values.length > 0 && bad === undefined) return values.map(Number)
  context.addIssue({ code: 'custom', message: `expected numbers such as 1,0.1,0.001; "${bad ?? text}" is none` })
  return z.NEVER
}

export const SCHEMES = [
  'em',
  'ei',
  'ddpm',
  'ddim',
  'euler',
  'heun',
  'rk4',
  'dpmpp2m',
  'reverse-diffusion',
  'edm',
  'sde',
  'ode',
] as const

const eps = z.number().min(0).lt(1).default(1e-3).describe('Time at which the sampler stops')

export const theoryProcess = forEachFamily({ t: z.number().min(0).max(1) })

export const theoryGaussian = forEachFamily({
  spectrum: numbers.describe('Eigenvalues of the data covariance'),
  scheme: z.enum(SCHEMES),
  points: z.number().int().min(2).max(1_000_000).describe('Grid points; one step fewer'),
  eps,
  start: z.enum(['prior', 'exact']).default('prior'),
  s_churn: z.number().nonnegative().default(0).describe('Churn of scheme edm'),
})

export const theorySteps = forEachFamily({ spectrum: numbers, target: positive.describe('W2 to reach') })

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
  dilation: z.enum(['none', 'vp', 've-lin', 've-trig', 've-trig-log']).default('none'),
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

export const theoryOptimise = z.strictObject({
  spectrum: numbers,
  scheme: z.enum(['euler', 'heun', 'ddim', 'dpmpp2m', 'edm', 'reverse-diffusion']).default('edm'),
  points: z.number().int().min(2).max(1001),
  sigma_min: positive.default(0.002),
  sigma_max: positive.default(80),
})

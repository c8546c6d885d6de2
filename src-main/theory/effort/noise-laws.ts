/** Laws of the noise level that a network is trained at: how one is drawn, its density in ln sigma, and the span that it covers. */
import type { z } from 'zod'
import type { NOISE_LAW_ROWS, NoiseLawName } from '#axes/noise-laws/noise-laws.ts'
import type { Camel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { normalCdf, normalQuantile } from '../statistics/normal.ts'
import { lastTime, type Process } from '../process/process.ts'
import { processOf } from '../process/processes.ts'

type Row<N extends NoiseLawName> = Extract<(typeof NOISE_LAW_ROWS)[number], { name: N }>
/** A law with all its parameters, camelCase. */
export type NoiseLawOf<N extends NoiseLawName> = { name: N } & Camel<z.output<z.ZodObject<Row<N>['parameters']>>>
export type NoiseLaw = { [N in NoiseLawName]: NoiseLawOf<N> }[NoiseLawName]

export type LevelLaw = {
  /** What `sigma` turns into a level: a uniform number in [0, 1), or a standard normal one. */
  from: 'uniform' | 'normal'
  sigma(draw: number): number
  /** Density of ln sigma, its integral 1; null where the levels are a list. */
  density: ((logSigma: number) => number) | null
  /** Least and largest sigma that are trained at, or nearly so where the law has no ends. */
  span: readonly [number, number]
}

/** |log-SNR| of the laws with endless tails: beyond it a float32 image is all noise or has none. */
const FARTHEST = 20

const normalDensity = (mean: number, std: number) => (x: number) =>
  Math.exp(-(((x - mean) / std) ** 2) / 2) / (std * Math.sqrt(2 * Math.PI))

/** ln sigma ~ N(mean, std^2). */
const logNormal = (mean: number, std: number): LevelLaw => ({
  from: 'normal',
  sigma: (normal) => Math.exp(mean + std * normal),
  density: normalDensity(mean, std),
  span: [Math.exp(mean - 2.5 * std), Math.exp(mean + 2.5 * std)],
})

/** The same within two ends. */
function cutLogNormal(mean: number, std: number, ends: readonly [number, number]): LevelLaw {
  const [low, high] = ends.map((sigma) => normalCdf((Math.log(sigma) - mean) / std))
  const density = normalDensity(mean, std)
  const [least, most] = ends.map(Math.log)
  return {
    from: 'uniform',
    sigma: (share) => {
      const x = mean + std * normalQuantile(low + share * (high - low))
      return Math.exp(Math.max(least, Math.min(most, x)))
    },
    density: (x) => (x < least || x > most ? 0 : density(x) / (high - low)),
    span: ends,
  }
}

/** A law of lambda = log-SNR by its distribution function and its inverse, held within `FARTHEST` of 0; ln sigma = -lambda/2. */
function ofLogSnr(
  cdf: (lambda: number) => number,
  quantile: (share: number) => number,
  density: (lambda: number) => number,
): LevelLaw {
  const [low, high] = [cdf(-FARTHEST), cdf(FARTHEST)]
  const sigma = (share: number) => {
    const lambda = quantile(low + share * (high - low))
    return Math.exp(-Math.max(-FARTHEST, Math.min(FARTHEST, lambda)) / 2)
  }
  return {
    from: 'uniform',
    sigma,
    density: (x) => (Math.abs(2 * x) > FARTHEST ? 0 : (2 * density(-2 * x)) / (high - low)),
    span: [sigma(0.99), sigma(0.01)],
  }
}

const LAWS: { readonly [N in NoiseLawName]: (law: NoiseLawOf<N>) => LevelLaw } = {
  'log-normal': ({ pMean, pStd }) => logNormal(pMean, pStd),
  /** ln sigma/(1 - t) of a flow is logit t, so the law is log-normal; the shift adds its logarithm. */
  'logit-normal': ({ mean, std, shift }) => logNormal(mean + Math.log(shift), std),
  'log-uniform': ({ sigmaMin, sigmaMax }) => ({
    from: 'uniform',
    sigma: (share) => sigmaMin * (sigmaMax / sigmaMin) ** share,
    density: (x) => (x < Math.log(sigmaMin) || x > Math.log(sigmaMax) ? 0 : 1 / Math.log(sigmaMax / sigmaMin)),
    span: [sigmaMin, sigmaMax],
  }),
  sequence: ({ sigmas }) => ({
    from: 'uniform',
    sigma: (share) => sigmas[Math.floor(share * sigmas.length)],
    density: null,
    span: [sigmas.reduce((a, b) => Math.min(a, b)), sigmas.reduce((a, b) => Math.max(a, b))],
  }),
  process: (law) => {
    const { process, eps, last } = timesOf(law)
    const sigma = (share: number) => process.noiseToSignal(eps + share * (last - eps))
    return {
      from: 'uniform',
      sigma,
      // d ln(sigma/alpha)/dt = g^2/(2 sigma^2)
      density: (x) => {
        const t = process.timeOf(Math.exp(x))
        if (!(t >= eps && t <= last)) return 0
        return (2 * process.sigmaSquared(t)) / (process.gSquared(t) * (last - eps))
      },
      span: [sigma(0), sigma(1)],
    }
  },
  laplace: ({ mu, b }) =>
    ofLogSnr(
      (x) => (x < mu ? Math.exp((x - mu) / b) / 2 : 1 - Math.exp((mu - x) / b) / 2),
      (share) => (share < 0.5 ? mu + b * Math.log(2 * share) : mu - b * Math.log(2 * (1 - share))),
      (x) => Math.exp(-Math.abs(x - mu) / b) / (2 * b),
    ),
  cauchy: ({ mu, gamma }) =>
    ofLogSnr(
      (x) => 0.5 + Math.atan((x - mu) / gamma) / Math.PI,
      (share) => mu + gamma * Math.tan(Math.PI * (share - 0.5)),
      (x) => gamma / (Math.PI * (gamma * gamma + (x - mu) ** 2)),
    ),
  /** What is drawn before anything is measured; `infonoise.ts` has the rest. */
  infonoise: ({ pMean, pStd, sigmaMin, sigmaMax }) => cutLogNormal(pMean, pStd, [sigmaMin, sigmaMax]),
  cosh: ({ mu }) =>
    ofLogSnr(
      (x) => (2 / Math.PI) * Math.atan(Math.exp((x - mu) / 2)),
      (share) => mu + 2 * Math.log(Math.tan((Math.PI * share) / 2)),
      (x) => 1 / (2 * Math.PI * Math.cosh((x - mu) / 2)),
    ),
}

/** The process of a law and the times between which it draws; refused where there is nothing to train at. */
export function timesOf({ process: spec, eps, tMax }: NoiseLawOf<'process'>): {
  process: Process
  eps: number
  last: number
} {
  const process = processOf(spec)
  const last = tMax ?? lastTime(process)
  const refuse = (field: string, message: string): never => {
    throw new Refusal(`${field}: ${message}`, { field: `objective.noise.${field}` })
  }
  if (last > process.end || process.alpha(last) === 0)
    refuse('t_max', `${spec.family} has no image to learn from at t = ${last}: take at most ${lastTime(process)}.`)
  if (!(eps < last)) refuse('eps', `must be below t_max = ${last}, not ${eps}.`)
  if (process.noiseToSignal(eps) === 0)
    refuse(
      'eps',
      `${spec.family} has no noise at t = ${eps}, so that its score is infinite there: take 1e-5, as score_sde does.`,
    )
  return { process, eps, last }
}

/** Refuses, naming the field, what is no law. */
export function levelLaw(law: NoiseLaw): LevelLaw {
  if ('sigmaMax' in law && !(law.sigmaMax > law.sigmaMin))
    throw new Refusal(`sigma_max must be above sigma_min (${law.sigmaMin}), got ${law.sigmaMax}.`, {
      field: 'sigma_max',
    })
  return (LAWS[law.name] as (law: NoiseLaw) => LevelLaw)(law)
}

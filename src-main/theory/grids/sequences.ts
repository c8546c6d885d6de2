/**
 * Sigma sequences by name: where a sampler stops, as noise levels in data units, largest first.
 *
 * A sequence has exactly `levels` values and no trailing 0; samplers of the probability-flow ODE append the 0 themselves.
 * Both ends are assigned, not computed, so that `sigma_max` and `sigma_min` come back bit for bit.
 */

import { toSnake } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'

/** What names a sequence: the family and its parameters, in data units where they are sigmas. */
export type ScheduleSpec =
  | {
      family: 'geometric' | 'exponential' | 'linear' | 'cosine' | 'sigmoid'
      levels: number
      sigmaMin: number
      sigmaMax: number
    }
  | { family: 'karras' | 'polyexponential'; levels: number; sigmaMin: number; sigmaMax: number; rho?: number }
  | { family: 'vp-linear'; levels: number; betaMin?: number; betaMax?: number; epsS?: number }
  | { family: 'vp-cosine'; levels: number; s?: number; epsS?: number }
  | { family: 'list'; sigmas: ArrayLike<number> }

export type SequenceFamily = ScheduleSpec['family']

type Numbers = Record<string, number>

type SequenceEntry = {
  /** How it is written in a paper; u runs from 0 (largest sigma) to 1. */
  readonly formula: string
  readonly source: string
  /** Parameters besides `levels`, in the order a form shows them; null = required. */
  readonly parameters: { readonly [name: string]: number | null }
  /** A sentence and the field at fault, if these parameters make no sequence. */
  readonly refuse?: (p: Numbers) => { field: string; message: string } | null
  /** sigma at u in [0, 1]; falls strictly. */
  readonly sigma: (u: number, p: Numbers) => number
}

/** Song et al.'s linear VP process as k-diffusion and EDM use it; alpha-bar of the cosine process is 0 at t = 1. */
export const VP_DEFAULTS = { betaMin: 0.1, betaMax: 20, epsS: 1e-3, s: 0.008, cosineTMax: 0.999 } as const

export const MAX_LEVELS = 1_000_000

const range = { sigmaMin: null, sigmaMax: null } as const
const logistic = (v: number) => 1 / (1 + Math.exp(-v))
const SIGMOID_SPAN = 4

const geometric: SequenceEntry = {
  formula: 'sigma = sigma_max^(1-u) sigma_min^u',
  source: 'Song & Ermon 2019, arXiv:1907.05600',
  parameters: range,
  sigma: (u, { sigmaMin, sigmaMax }) => Math.exp((1 - u) * Math.log(sigmaMax) + u * Math.log(sigmaMin)),
}

const refuseRho = ({ rho }: Numbers) => (rho > 0 ? null : { field: 'rho', message: `rho must be above 0; got ${rho}.` })

/** Every family but `list`, whose levels are given. */
export const SEQUENCES: { readonly [F in Exclude<SequenceFamily, 'list'>]: SequenceEntry } = {
  geometric,
  exponential: { ...geometric, source: `${geometric.source}; the name in k-diffusion` },
  linear: {
    formula: 'sigma = sigma_max + u (sigma_min - sigma_max)',
    source: 'uniform in sigma',
    parameters: range,
    sigma: (u, { sigmaMin, sigmaMax }) => (1 - u) * sigmaMax + u * sigmaMin,
  },
  cosine: {
    formula: 'sigma = cos((1-u) arccos sigma_max + u arccos sigma_min)',
    source: 'uniform in the angle whose cosine is sigma',
    parameters: range,
    refuse: ({ sigmaMax }) =>
      sigmaMax <= 1
        ? null
        : {
            field: 'sigma_max',
            message: `The cosine sequence needs sigma_max <= 1, for arccos(${sigmaMax}) does not exist; lower sigma_max or take the geometric sequence.`,
          },
    sigma: (u, { sigmaMin, sigmaMax }) => Math.cos((1 - u) * Math.acos(sigmaMax) + u * Math.acos(sigmaMin)),
  },
  sigmoid: {
    formula:
      'sigma = sigma_max + (sigma_min - sigma_max) (y(v) - y(-4))/(y(4) - y(-4)), y(v) = 1/(1 + e^-v), v = 8u - 4',
    source: 'logistic curve over +-4',
    parameters: range,
    sigma: (u, { sigmaMin, sigmaMax }) => {
      const [low, high] = [logistic(-SIGMOID_SPAN), logistic(SIGMOID_SPAN)]
      const y = (logistic(SIGMOID_SPAN * (2 * u - 1)) - low) / (high - low)
      return (1 - y) * sigmaMax + y * sigmaMin
    },
  },
  karras: {
    formula: 'sigma = (sigma_max^(1/rho) + u (sigma_min^(1/rho) - sigma_max^(1/rho)))^rho',
    source: 'Karras et al. 2022, arXiv:2206.00364, eq. 5',
    parameters: { ...range, rho: 7 },
    refuse: refuseRho,
    sigma: (u, { sigmaMin, sigmaMax, rho }) => ((1 - u) * sigmaMax ** (1 / rho) + u * sigmaMin ** (1 / rho)) ** rho,
  },
  polyexponential: {
    formula: 'ln sigma = ln sigma_min + (1-u)^rho (ln sigma_max - ln sigma_min)',
    source: 'k-diffusion; rho = 1 is the geometric sequence',
    parameters: { ...range, rho: 1 },
    refuse: refuseRho,
    sigma: (u, { sigmaMin, sigmaMax, rho }) => {
      const ramp = (1 - u) ** rho
      return Math.exp(ramp * Math.log(sigmaMax) + (1 - ramp) * Math.log(sigmaMin))
    },
  },
  'vp-linear': {
    formula: 'sigma/alpha = sqrt(e^B - 1), B = beta_min t + (beta_max - beta_min) t^2/2, t = 1 + u (eps_s - 1)',
    source: 'Song et al. 2021, arXiv:2011.13456, VP process on the axis of Karras et al. 2022',
    parameters: { betaMin: VP_DEFAULTS.betaMin, betaMax: VP_DEFAULTS.betaMax, epsS: VP_DEFAULTS.epsS },
    refuse: ({ betaMin, betaMax, epsS }) => {
      if (!(betaMin >= 0)) return { field: 'beta_min', message: `beta_min must be at least 0; got ${betaMin}.` }
      if (!(betaMax > 0 && betaMax >= betaMin))
        return { field: 'beta_max', message: `beta_max must be above 0 and at least beta_min; got ${betaMax}.` }
      if (betaMin + betaMax > 2800)
        return { field: 'beta_max', message: `beta_max = ${betaMax} makes sigma/alpha overflow at t = 1; lower it.` }
      return refuseEpsS(epsS, 1)
    },
    sigma: (u, { betaMin, betaMax, epsS }) => {
      const t = 1 - u + u * epsS
      return Math.sqrt(Math.expm1(t * (betaMin + (t * (betaMax - betaMin)) / 2)))
    },
  },
  'vp-cosine': {
    formula:
      'sigma/alpha = sqrt(1/abar - 1), abar = cos^2(pi/2 (t+s)/(1+s)) / cos^2(pi/2 s/(1+s)), t from .999 to eps_s',
    source: 'Nichol & Dhariwal 2021, arXiv:2102.09672, eq. 17',
    parameters: { s: VP_DEFAULTS.s, epsS: VP_DEFAULTS.epsS },
    refuse: ({ s, epsS }) =>
      s >= 0 ? refuseEpsS(epsS, VP_DEFAULTS.cosineTMax) : { field: 's', message: `s must be at least 0; got ${s}.` },
    sigma: (u, { s, epsS }) => {
      const t = (1 - u) * VP_DEFAULTS.cosineTMax + u * epsS
      const quarter = Math.PI / 2 / (1 + s)
      // 1 - abar by the product of two sines and cos by the sine of the complement: neither cancels at its end.
      const oneMinusAlphaBar = Math.sin(quarter * (t + 2 * s)) * Math.sin(quarter * t)
      return Math.sqrt(oneMinusAlphaBar) / Math.sin(quarter * (1 - t))
    },
  },
}

function refuseEpsS(epsS: number, tMax: number) {
  return epsS > 0 && epsS < tMax
    ? null
    : { field: 'eps_s', message: `eps_s is the smallest time and must lie between 0 and ${tMax}; got ${epsS}.` }
}

/** The name under which users write a parameter. */
const fieldOf = (name: string) => Object.keys(toSnake({ [name]: 0 }) as object)[0]

/** The levels that `spec` names, in float64, strictly falling. Refuses, naming the field, what makes no such sequence. */
export function sigmaSequence(spec: ScheduleSpec): Float64Array {
  if (spec.family === 'list') return checkedList(spec.sigmas)
  const entry = Object.hasOwn(SEQUENCES, spec.family) ? SEQUENCES[spec.family] : undefined
  if (!entry)
    throw new Refusal(
      `There is no sequence "${String(spec.family)}"; choose one of ${[...Object.keys(SEQUENCES), 'list'].join(', ')}.`,
      {
        field: 'family',
      },
    )
  const p = parametersOf(entry, spec)
  refuseLevels(spec.levels)
  if ('sigmaMin' in entry.parameters) refuseRange(p.sigmaMin, p.sigmaMax)
  const fault = entry.refuse?.(p)
  if (fault) throw new Refusal(fault.message, { field: fault.field })

  const n = spec.levels
  const sigmas = Float64Array.from({ length: n }, (_, i) => entry.sigma(i / (n - 1), p))
  if ('sigmaMin' in entry.parameters) {
    sigmas[0] = p.sigmaMax
    sigmas[n - 1] = p.sigmaMin
  }
  for (let i = 0; i < n; i++) {
    const inside = sigmas[i] > 0 && sigmas[i] < Infinity
    if (!inside || (i > 0 && !(sigmas[i] < sigmas[i - 1])))
      throw new Refusal(
        `Levels ${i} and ${i + 1} of this ${spec.family} sequence cannot be told apart in float64; ask for fewer levels or a wider range.`,
        { field: 'levels' },
      )
  }
  return sigmas
}

/** Every parameter of the family, defaults filled in. */
function parametersOf(entry: SequenceEntry, spec: Exclude<ScheduleSpec, { family: 'list' }>): Numbers {
  const given = spec as unknown as Record<string, unknown>
  const p: Numbers = {}
  for (const [name, fallback] of Object.entries(entry.parameters)) {
    const field = fieldOf(name)
    const value = given[name] ?? fallback
    if (value === null || value === undefined)
      throw new Refusal(`The ${spec.family} sequence needs ${field}.`, { field })
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new Refusal(`${field} must be a finite number; got ${String(value)}.`, { field })
    p[name] = value
  }
  return p
}

function refuseLevels(levels: number): void {
  if (!Number.isInteger(levels) || levels < 2 || levels > MAX_LEVELS)
    throw new Refusal(`levels must be a whole number from 2 to ${MAX_LEVELS}; got ${levels}.`, { field: 'levels' })
}

function refuseRange(sigmaMin: number, sigmaMax: number): void {
  if (!(sigmaMin > 0))
    throw new Refusal(`sigma_min must be above 0 (samplers that end at 0 append it); got ${sigmaMin}.`, {
      field: 'sigma_min',
    })
  if (!(sigmaMax > sigmaMin))
    throw new Refusal(`sigma_max must be above sigma_min = ${sigmaMin}; got ${sigmaMax}.`, { field: 'sigma_max' })
}

function checkedList(list: ArrayLike<number> | undefined): Float64Array {
  const n = list?.length ?? 0
  if (!list || n < 2 || n > MAX_LEVELS) throw badList(`A list needs from 2 to ${MAX_LEVELS} sigmas; got ${n}.`)
  const sigmas = Float64Array.from(list)
  for (let i = 0; i < n; i++) {
    const sigma = sigmas[i]
    if (sigma === 0 && i === n - 1)
      throw badList('A list of levels has no trailing 0; leave it out, for the samplers that end at 0 append it.')
    if (!(sigma > 0 && sigma < Infinity))
      throw badList(`Sigma ${i + 1} of the list must be finite and above 0; got ${sigma}.`)
    if (i > 0 && !(sigma < sigmas[i - 1]))
      throw badList(`The list must fall strictly, largest first; sigma ${i + 1} = ${sigma} follows ${sigmas[i - 1]}.`)
  }
  return sigmas
}

const badList = (message: string) => new Refusal(message, { field: 'sigmas' })

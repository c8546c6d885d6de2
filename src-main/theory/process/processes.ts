/** Every family of processes by name, its typed parameters, and `processAt`: what `anneal theory process` prints. */

import { Refusal } from '#contract/refusal.ts'
import { interpolantVariance, linearInterpolant, trigInterpolant, type InterpolantParams } from './interpolants.ts'
import { parameter, refuseUnknown } from './parameters.ts'
import { g, logSnr, type Process } from './process.ts'
import { edmNoise, exponentialNoise, polynomialNoise, powerNoise, varianceExploding } from './variance-exploding.ts'
import {
  constantClock,
  cosineClock,
  exponentialClock,
  linearClock,
  polynomialClock,
  refuseLongClock,
  subVariancePreserving,
  variancePreserving,
  type BetaEnds,
} from './variance-preserving.ts'

type SigmaEnds = { sigmaMin: number; sigmaMax: number }

/** The parameters of each family, camelCase. A family without a row here, or a row without a family, does not compile. */
export type ProcessParams = {
  'vp-linear': BetaEnds
  'vp-constant': BetaEnds
  'vp-polynomial': BetaEnds & { rho: number }
  'vp-exponential': BetaEnds
  'vp-cosine': { s?: number }
  'sub-vp': BetaEnds
  've-exponential': SigmaEnds
  've-constant': SigmaEnds
  've-sqrt': SigmaEnds
  've-polynomial': SigmaEnds & { rho: number }
  edm: { sigmaMax: number }
  'interpolant-trig': InterpolantParams
  'interpolant-linear': InterpolantParams
  'rectified-flow': Record<never, never>
}
export type ProcessName = keyof ProcessParams

/** A process as it is asked for: its family and that family's parameters. */
export type ProcessSpec = { [N in ProcessName]: { family: N } & ProcessParams[N] }[ProcessName]

type Family<N extends ProcessName> = {
  keys: readonly (keyof ProcessParams[N] & string)[]
  make: (given: Readonly<Record<string, unknown>>) => Process
  /** alpha and sigma as a line of text, for pages and help. */
  formula: string
}

const BETAS = ['betaMin', 'betaMax'] as const
const SIGMAS = ['sigmaMin', 'sigmaMax'] as const

export const PROCESSES: { [N in ProcessName]: Family<N> } = {
  'vp-linear': {
    keys: BETAS,
    make: (given) => variancePreserving('vp-linear', refuseLongClock(linearClock(given))),
    formula: 'beta = beta_min + (beta_max - beta_min) t; alpha^2 = exp(-int beta), sigma^2 = 1 - alpha^2',
  },
  'vp-constant': {
    keys: BETAS,
    make: (given) => variancePreserving('vp-constant', refuseLongClock(constantClock(given))),
    formula: 'beta = (beta_min + beta_max)/2; alpha^2 = exp(-int beta), sigma^2 = 1 - alpha^2',
  },
  'vp-polynomial': {
    keys: [...BETAS, 'rho'],
    make: (given) => variancePreserving('vp-polynomial', refuseLongClock(polynomialClock(given))),
    formula:
      'beta = (beta_min^(1/rho) + (beta_max^(1/rho) - beta_min^(1/rho)) t)^rho; alpha^2 = exp(-int beta), sigma^2 = 1 - alpha^2',
  },
  'vp-exponential': {
    keys: BETAS,
    make: (given) => variancePreserving('vp-exponential', refuseLongClock(exponentialClock(given))),
    formula: 'beta = beta_min (beta_max/beta_min)^t; alpha^2 = exp(-int beta), sigma^2 = 1 - alpha^2',
  },
  'vp-cosine': {
    keys: ['s'],
    make: (given) => variancePreserving('vp-cosine', cosineClock(given)),
    formula: 'alpha = cos(pi/2 (t+s)/(1+s)) / cos(pi/2 s/(1+s)), sigma^2 = 1 - alpha^2',
  },
  'sub-vp': {
    keys: BETAS,
    make: (given) => subVariancePreserving('sub-vp', refuseLongClock(linearClock(given))),
    formula: 'beta = beta_min + (beta_max - beta_min) t; alpha^2 = exp(-int beta), sigma = 1 - alpha^2',
  },
  've-exponential': {
    keys: SIGMAS,
    make: (given) => varianceExploding('ve-exponential', exponentialNoise(given)),
    formula: 'alpha = 1, sigma = sigma_min (sigma_max/sigma_min)^t',
  },
  've-constant': {
    keys: SIGMAS,
    make: (given) => varianceExploding('ve-constant', powerNoise(given, 1)),
    formula: 'alpha = 1, sigma^2 = sigma_min^2 + (sigma_max^2 - sigma_min^2) t',
  },
  've-sqrt': {
    keys: SIGMAS,
    make: (given) => varianceExploding('ve-sqrt', powerNoise(given, 2)),
    formula: 'alpha = 1, sigma^2 = sigma_min^2 + (sigma_max^2 - sigma_min^2) t^2',
  },
  've-polynomial': {
    keys: [...SIGMAS, 'rho'],
    make: (given) => varianceExploding('ve-polynomial', polynomialNoise(given)),
    formula: 'alpha = 1, sigma = (sigma_min^(1/rho) + (sigma_max^(1/rho) - sigma_min^(1/rho)) t)^rho',
  },
  edm: {
    keys: ['sigmaMax'],
    make: (given) => varianceExploding('edm', edmNoise(given)),
    formula: 'alpha = 1, sigma = t, 0 <= t <= sigma_max',
  },
  'interpolant-trig': {
    keys: ['variance', 'd'],
    make: (given) => trigInterpolant('interpolant-trig', interpolantVariance(given)),
    formula: 'alpha = 1 - t, sigma = s sqrt(1 - alpha^2), s^2 = variance',
  },
  'interpolant-linear': {
    keys: ['variance', 'd'],
    make: (given) => linearInterpolant('interpolant-linear', interpolantVariance(given)),
    formula: 'alpha = 1 - t, sigma = s t, s^2 = variance',
  },
  'rectified-flow': {
    keys: [],
    make: () => linearInterpolant('rectified-flow', 1),
    formula: 'alpha = 1 - t, sigma = t',
  },
}

export const PROCESS_NAMES = Object.keys(PROCESSES) as ProcessName[]

/** The process of that name. Unknown names, missing, misspelt or impossible parameters are refused by field. */
export function makeProcess<N extends ProcessName>(name: N, params: ProcessParams[N]): Process {
  if (!Object.hasOwn(PROCESSES, name)) {
    throw new Refusal(`unknown family ${String(name)}; there are: ${PROCESS_NAMES.join(', ')}`, { field: 'family' })
  }
  const given = params as Readonly<Record<string, unknown>>
  refuseUnknown(given, name, PROCESSES[name].keys)
  return PROCESSES[name].make(given)
}

/** The process of a spec `{ family, ...params }`. */
export function processOf({ family, ...params }: ProcessSpec): Process {
  return makeProcess(family, params as ProcessParams[typeof family])
}

export type ProcessPoint = { alpha: number; sigma: number; f: number; g: number; logSnr: number }

/**
 * alpha, sigma, f, g and ln(alpha^2/sigma^2) at time t, 0 <= t <= T, in dx = -f x dt + g dw (VP: f = +beta/2).
 * Where one of them is infinite (log-SNR at t = 0 of a process without sigma_min, f where alpha = 0), t is refused.
 */
export function processAt<N extends ProcessName>(name: N, params: ProcessParams[N], t: number): ProcessPoint {
  const process = makeProcess(name, params)
  parameter({ t }, 't', { atLeast: 0, atMost: Math.max(1, process.end) })
  const point = {
    alpha: process.alpha(t),
    sigma: process.sigma(t),
    f: process.f(t),
    g: g(process, t),
    logSnr: logSnr(process, t),
  }
  if (Object.values(point).every(Number.isFinite)) return point
  const why = point.sigma === 0 ? 'sigma is 0 and the log-SNR infinite' : 'alpha is 0 and f infinite'
  throw new Refusal(`${name} at t = ${t}: ${why}; ask for a time inside the interval`, { field: 't' })
}

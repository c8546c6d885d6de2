/** Every forward process by name: its row's parameters, the curves that they make, and `processAt`, what `anneal theory process` prints. */

import { fieldsOfRow } from '#axes/fields.ts'
import { PROCESS_ROWS, type ProcessName } from '#axes/processes/processes.ts'
import { camelKey, type Camel } from '#contract/casing.ts'
import type { processSpec } from '#axes/processes/process-spec.ts'
import { Refusal } from '#contract/refusal.ts'
import type { z } from 'zod'
import { interpolantVariance, linearInterpolant, trigInterpolant } from './interpolants.ts'
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
} from './variance-preserving.ts'

/** A process as it is asked for: its family and that family's parameters, camelCase, those with a default left open. */
export type ProcessSpec = Camel<z.input<typeof processSpec>>
export type ProcessParams = { [N in ProcessName]: Omit<Extract<ProcessSpec, { family: N }>, 'family'> }

type Given = Readonly<Record<string, unknown>>

/** Does not compile while a row lacks its curves, or curves their row. */
const MAKE: { readonly [N in ProcessName]: (given: Given, name: N) => Process } = {
  'vp-linear': (given, name) => variancePreserving(name, refuseLongClock(linearClock(given))),
  'vp-constant': (given, name) => variancePreserving(name, refuseLongClock(constantClock(given))),
  'vp-polynomial': (given, name) => variancePreserving(name, refuseLongClock(polynomialClock(given))),
  'vp-exponential': (given, name) => variancePreserving(name, refuseLongClock(exponentialClock(given))),
  'vp-cosine': (given, name) => variancePreserving(name, cosineClock(given)),
  'sub-vp': (given, name) => subVariancePreserving(name, refuseLongClock(linearClock(given))),
  've-exponential': (given, name) => varianceExploding(name, exponentialNoise(given)),
  've-constant': (given, name) => varianceExploding(name, powerNoise(given, 1)),
  've-sqrt': (given, name) => varianceExploding(name, powerNoise(given, 2)),
  've-polynomial': (given, name) => varianceExploding(name, polynomialNoise(given)),
  edm: (given, name) => varianceExploding(name, edmNoise(given)),
  'interpolant-trig': (given, name) => trigInterpolant(name, interpolantVariance(given)),
  'interpolant-linear': (given, name) => linearInterpolant(name, interpolantVariance(given)),
  'rectified-flow': (_, name) => linearInterpolant(name, 1),
}

/** Parameters by process, and what a file may leave out. */
const TAKES = new Map(
  PROCESS_ROWS.map((row) => {
    const fields = fieldsOfRow(row).map(({ name, fallback }) => [camelKey(name), fallback] as const)
    const defaults: Given = Object.fromEntries(fields.filter(([, fallback]) => fallback !== undefined))
    return [row.name as string, { keys: fields.map(([key]) => key), defaults }]
  }),
)

export type { ProcessName }
export const PROCESS_NAMES: readonly ProcessName[] = PROCESS_ROWS.map(({ name }) => name)

/** Names of its parameters, in code's spelling. */
export const parametersOf = (name: ProcessName): readonly string[] => TAKES.get(name)!.keys

/** The process of that name. Unknown names, missing, misspelt or impossible parameters are refused by field. */
export function makeProcess<N extends ProcessName>(name: N, params: ProcessParams[N]): Process {
  const takes = TAKES.get(name)
  if (!takes) {
    throw new Refusal(`unknown family ${String(name)}; there are: ${PROCESS_NAMES.join(', ')}`, { field: 'family' })
  }
  refuseUnknown(params as Given, name, takes.keys)
  const told = Object.entries(params).filter(([, value]) => value !== undefined)
  return MAKE[name]({ ...takes.defaults, ...Object.fromEntries(told) }, name)
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

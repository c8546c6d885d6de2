/** What the error oracle draws: the three errors of each scheme, and their curves. Pure; run in the worker. */
import { Refusal } from '#contract/refusal.ts'
import {
  errorAlong,
  initialisationPerEigenvalue,
  truncationAgainstEps,
  truncationPerEigenvalue,
} from '#theory/errors/along.ts'
import { gaussianErrors, type GaussianQuestion } from '#theory/errors/gaussian-errors.ts'
import { optimiseGrid, type OptimisedGrid } from '#theory/errors/optimise.ts'
import type { SchemeName } from '#theory/errors/schemes/schemes.ts'
import { errorTable, type ErrorTable } from '#theory/errors/table.ts'
import { w2PerEigenvalue } from '#theory/errors/wasserstein.ts'
import { processOf, type ProcessSpec } from '#theory/process/processes.ts'
import { thinned, type Point } from '../../charts/plain-data.ts'
import { SCHEME_ROWS } from './schemes.ts'

export type OracleQuestion = Omit<GaussianQuestion, 'scheme' | 'process' | 'stepLr'> & {
  process: ProcessSpec
  schemes: readonly SchemeName[]
  /** Langevin's step_lr in units of sigma_L^2. */
  pull?: number
}
/** `score` where the score is not exact. */
export type Errors = { w2: number; initialisation: number; discretisation: number; truncation: number; score?: number }
export type SchemeErrors = {
  scheme: SchemeName
  /** null where the scheme has no finite answer; `reason` says why. */
  errors: Errors | null
  reason: string | null
  /** |sqrt v - sqrt l| against l, by rising l. */
  perEigenvalue: readonly Point[]
}
export type Curve = { label: string; slot: number; points: readonly Point[]; reason: string | null }

export type Grid = { id: string; process: ProcessSpec; times: readonly number[] }
export type GridErrors = { id: string; w2: readonly (number | null)[] }

export const TRUNCATION = 'truncation alone'

const MOST_POINTS = 240

/** The answer, or the refusal's sentence in its place: one scheme's refusal must not hide the others. */
function attempt<T>(compute: () => T): { value: T; reason: null } | { value: null; reason: string } {
  try {
    return { value: compute(), reason: null }
  } catch (error) {
    if (error instanceof Refusal) return { value: null, reason: error.message }
    throw error
  }
}

/**
 * The question to one scheme. Langevin dynamics never goes on to the 0 at a list's end, and its step is measured by the last level,
 * wherever that lies.
 */
function toScheme<S extends SchemeName | 'sde' | 'ode'>(
  { pull, ...question }: Omit<OracleQuestion, 'schemes'>,
  scheme: S,
) {
  if (scheme !== 'langevin') return { ...question, scheme }
  const { times: given, eps = 1e-3 } = question
  const times = given && Array.from(given).filter((time) => time > 0)
  const last = processOf(question.process).noiseToSignal(times?.at(-1) ?? eps)
  return { ...question, scheme, ...(times && { times }), stepLr: (pull ?? 0.06) * last * last }
}

/** `each(scheme)` for every scheme; if all are refused alike, the refusal itself: it is the question that is wrong. */
function forSchemes<T>(schemes: readonly SchemeName[], each: (scheme: SchemeName) => T) {
  if (schemes.length > 0) {
    const faults = schemes.map((scheme) => attempt(() => each(scheme)))
    if (faults.some(({ reason }) => reason === null)) return faults
    each(schemes[0])
  }
  return []
}

export const ORACLE_TASKS = {
  'oracle/errors': ({ schemes, ...question }: OracleQuestion): SchemeErrors[] =>
    forSchemes(schemes, (scheme) => gaussianErrors(toScheme(question, scheme))).map(({ value, reason }, i) => ({
      scheme: schemes[i],
      errors: value && {
        w2: value.w2,
        initialisation: value.initialisation,
        discretisation: value.discretisation,
        truncation: value.truncation,
        score: value.score,
      },
      reason,
      perEigenvalue: value ? pointsPerEigenvalue(value.variances, Float64Array.from(question.spectrum)) : [],
    })),

  /** W2 of each scheme against the number of grid points. Points that are refused are gaps. */
  'oracle/against-points': ({
    schemes,
    counts,
    ...question
  }: OracleQuestion & { counts: readonly number[] }): Curve[] =>
    sweep(schemes, counts, (scheme, points) => gaussianErrors(toScheme({ ...question, points }, scheme)).w2),

  /** W2 of each scheme against the last time eps. */
  'oracle/against-eps': ({ schemes, ends, ...question }: OracleQuestion & { ends: readonly number[] }): Curve[] => [
    ...sweep(schemes, ends, (scheme, eps) => gaussianErrors(toScheme({ ...question, eps }, scheme)).w2),
    truncationCurve(question, ends),
  ],

  /** W2(law at t, p_t) along the sampling of each scheme, and of the continuous SDE and ODE. */
  'oracle/along': ({ schemes, ...question }: OracleQuestion): Curve[] =>
    [...schemes, 'sde' as const, 'ode' as const].map((scheme) => {
      const { value, reason } = attempt(() => errorAlong(toScheme(question, scheme)))
      const points = value ? Array.from(value.t, (x, k) => ({ x, y: value.w2[k] })) : []
      return { ...SCHEME_ROWS[scheme], points: thinned(points, MOST_POINTS), reason }
    }),

  /** Errors of both ends, eigenvalue by eigenvalue from 1e-6 to 1e2, whatever the spectrum. */
  'oracle/ends': ({ process, eps }: { process: ProcessSpec; eps: number }): Curve[] => [
    curve('initialisation, SDE', 0, initialisationPerEigenvalue(process, 'sde', { eps })),
    curve('initialisation, ODE', 1, initialisationPerEigenvalue(process, 'ode', { eps })),
    curve('truncation', 2, truncationPerEigenvalue(process, { eps })),
  ],

  /** W2 of each scheme along each of several grids; null where it has no finite answer. */
  'oracle/grids': ({
    grids,
    schemes,
    ...question
  }: Omit<OracleQuestion, 'process'> & { grids: readonly Grid[] }): GridErrors[] =>
    grids.map(({ id, process, times }) => ({
      id,
      w2: schemes.map(
        (scheme) => attempt(() => gaussianErrors(toScheme({ ...question, process, times }, scheme)).w2).value,
      ),
    })),

  /** The ablation table of the spectrum. */
  'oracle/table': ({ spectrum }: { name: string; spectrum: ArrayLike<number> }): ErrorTable => errorTable(spectrum),

  /** The grid of least W2 with as many points and the same ends. */
  'oracle/optimise': (question: Parameters<typeof optimiseGrid>[0]): OptimisedGrid => optimiseGrid(question),
}

/** What stopping at eps alone leaves: no scheme does better than the exact law at eps. */
function truncationCurve(
  { process, spectrum }: Pick<OracleQuestion, 'process' | 'spectrum'>,
  ends: readonly number[],
): Curve {
  const { value, reason } = attempt(() => truncationAgainstEps(process, spectrum, ends))
  return { label: TRUNCATION, slot: 11, points: value?.map(({ eps, w2 }) => ({ x: eps, y: w2 })) ?? [], reason }
}

function curve(label: string, slot: number, found: { eigenvalue: Float64Array; error: Float64Array }): Curve {
  return { label, slot, points: Array.from(found.eigenvalue, (x, i) => ({ x, y: found.error[i] })), reason: null }
}

function sweep(
  schemes: readonly SchemeName[],
  xs: readonly number[],
  w2: (scheme: SchemeName, x: number) => number,
): Curve[] {
  return schemes.map((scheme) => {
    let why: string | null = null
    const points = xs.map((x) => {
      const { value, reason } = attempt(() => w2(scheme, x))
      why ??= reason
      return { x, y: value ?? NaN }
    })
    return { ...SCHEME_ROWS[scheme], points, reason: why }
  })
}

function pointsPerEigenvalue(variances: Float64Array, spectrum: Float64Array): readonly Point[] {
  const errors = w2PerEigenvalue(variances, spectrum)
  const points = Array.from(spectrum, (x, j) => ({ x, y: errors[j] })).filter(({ x }) => x > 0)
  return thinned(
    points.toSorted((a, b) => a.x - b.x),
    MOST_POINTS,
  )
}

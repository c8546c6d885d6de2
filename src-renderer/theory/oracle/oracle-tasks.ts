/** What the error oracle draws: the three errors of each scheme, and their curves. Pure; run in the worker. */
import { Refusal } from '#contract/refusal.ts'
import { errorAlong, initialisationPerEigenvalue, truncationPerEigenvalue } from '#theory/errors/along.ts'
import { gaussianErrors, type GaussianQuestion } from '#theory/errors/gaussian-errors.ts'
import { optimiseGrid, type OptimisedGrid } from '#theory/errors/optimise.ts'
import type { SchemeName } from '#theory/errors/schemes/schemes.ts'
import { w2PerEigenvalue } from '#theory/errors/wasserstein.ts'
import type { ProcessSpec } from '#theory/process/processes.ts'
import { thinned, type Point } from '../../charts/plain-data.ts'
import { SCHEME_ROWS } from './schemes.ts'

export type OracleQuestion = Omit<GaussianQuestion, 'scheme'> & { schemes: readonly SchemeName[] }
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
    forSchemes(schemes, (scheme) => gaussianErrors({ ...question, scheme })).map(({ value, reason }, i) => ({
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
    sweep(schemes, counts, (scheme, points) => gaussianErrors({ ...question, scheme, points }).w2),

  /** W2 of each scheme against the last time eps. */
  'oracle/against-eps': ({ schemes, ends, ...question }: OracleQuestion & { ends: readonly number[] }): Curve[] =>
    sweep(schemes, ends, (scheme, eps) => gaussianErrors({ ...question, scheme, eps }).w2),

  /** W2(law at t, p_t) along the sampling of each scheme, and of the continuous SDE and ODE. */
  'oracle/along': ({ schemes, ...question }: OracleQuestion): Curve[] =>
    [...schemes, 'sde' as const, 'ode' as const].map((scheme) => {
      const { value, reason } = attempt(() => errorAlong({ ...question, scheme }))
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
  'oracle/grids': ({ grids, schemes, ...question }: OracleQuestion & { grids: readonly Grid[] }): GridErrors[] =>
    grids.map(({ id, process, times }) => ({
      id,
      w2: schemes.map((scheme) => attempt(() => gaussianErrors({ ...question, process, times, scheme }).w2).value),
    })),

  /** The grid of least W2 with as many points and the same ends. */
  'oracle/optimise': (question: Parameters<typeof optimiseGrid>[0]): OptimisedGrid => optimiseGrid(question),
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

/** Curves of the oracle for figures: W2 along t, truncation against eps, and both ends' errors eigenvalue by eigenvalue. */

import { parameter } from '../process/parameters.ts'
import type { Process } from '../process/process.ts'
import { processOf, type ProcessSpec } from '../process/processes.ts'
import { applyLaw, marginal, reverseLaw, type Reference } from './continuous.ts'
import { prepare, problemOf, refuseNonFinite, startVariances, type GaussianQuestion } from './gaussian-errors.ts'
import { SCHEMES } from './schemes/schemes.ts'
import { checkSpectrum } from './spectrum.ts'
import { advance, advanceMany, identityLaw, identityOf, lawOfX } from './walk-law.ts'
import { w2, w2SquaredOf } from './wasserstein.ts'

/** W2 in data units against t, falling. */
export type Curve = { t: Float64Array; w2: Float64Array }

/**
 * Figure (a): W2(law at t, p_t) at every time of the grid, of a scheme or of the continuous SDE or ODE (`points` is then the number of
 * times shown). Annealed Langevin is shown after its inner steps at each level.
 */
export function errorAlong(question: GaussianQuestion): Curve {
  const prepared = prepare({
    ...question,
    scheme: 'sde',
    ...(question.times === undefined && { times: gridOf(question) }),
  })
  const { process, spectrum, times, model, misfit } = prepared
  const { scheme } = question
  const started = startVariances(prepared)
  const distance = (variances: Float64Array, t: number) => w2(variances, marginal(process, spectrum, t))
  if (scheme === 'sde' || scheme === 'ode') {
    const at = (t: number) => applyLaw(reverseLaw(process, model, scheme, { start: times[0], t, misfit }), started)
    return { t: times, w2: times.map((t) => distance(at(t), t)) }
  }
  const walk = SCHEMES[scheme].compile(problemOf(prepare({ ...question, times })))
  const law = identityLaw(spectrum.length)
  const many = walk.states === 1 ? null : identityOf(walk, spectrum.length)
  const curve = { t: times, w2: new Float64Array(times.length) }
  // a Langevin level is a time, a step of the others ends at one; where several do, the last of them counts
  const first = walk.steps === times.length ? 0 : 1
  const ends = walk.states === 1 ? walk.ends : undefined
  if (first === 1) curve.w2[0] = distance(started, times[0])
  for (let k = 0; k < walk.steps; k++) {
    if (walk.states === 1) advance(walk, law, k, k + 1)
    else advanceMany(walk, many!, k, k + 1)
    const variances = applyLaw(many ? lawOfX(many) : law, started)
    const end = ends?.[k] ?? k + first
    curve.w2[end] = distance(variances, times[end])
    if (!Number.isFinite(curve.w2[end])) {
      refuseNonFinite(
        { w2: Infinity, initialisation: 0, discretisation: 0, truncation: 0, variances },
        { ...prepared, scheme },
      )
    }
  }
  return curve
}

const gridOf = (question: GaussianQuestion) => {
  const { scheme, points } = question
  const asScheme = scheme === 'sde' || scheme === 'ode' ? 'em' : scheme
  return prepare({ ...question, scheme: asScheme, points }).times
}

/** Figure (b): W2(p_eps, data) against eps. */
export function truncationAgainstEps(
  process: ProcessSpec | Process,
  spectrum: ArrayLike<number>,
  eps: readonly number[],
) {
  const made = 'alpha' in process ? process : processOf(process)
  const checked = checkSpectrum(spectrum)
  return eps.map((value) => {
    parameter({ eps: value }, 'eps', { atLeast: 0, atMost: made.end })
    return { eps: value, w2: w2(marginal(made, checked, value), checked) }
  })
}

export type EigenvalueCurve = { eigenvalue: Float64Array; error: Float64Array }

/** Figure (c): |sqrt v - sqrt l_t| at t = eps of the continuous SDE or ODE from the prior, for each eigenvalue; 0 at l = 1 for VP. */
export function initialisationPerEigenvalue(
  process: ProcessSpec | Process,
  reference: Reference,
  { eigenvalues, eps = 1e-3 }: { eigenvalues?: ArrayLike<number>; eps?: number } = {},
): EigenvalueCurve {
  const made = 'alpha' in process ? process : processOf(process)
  parameter({ eps }, 'eps', { atLeast: 0, atMost: made.end })
  const eigenvalue = Float64Array.from(eigenvalues ?? logarithmic())
  const law = reverseLaw(made, eigenvalue, reference, { start: made.end, t: eps })
  const reached = applyLaw(
    law,
    eigenvalue.map(() => made.priorVariance(made.end)),
  )
  const wanted = marginal(made, eigenvalue, eps)
  return { eigenvalue, error: reached.map((v, j) => Math.sqrt(w2SquaredOf(v, wanted[j]))) }
}

/** Figure (d): |sqrt l_eps - sqrt l| for each eigenvalue. */
export function truncationPerEigenvalue(
  process: ProcessSpec | Process,
  { eigenvalues, eps = 1e-3 }: { eigenvalues?: ArrayLike<number>; eps?: number } = {},
): EigenvalueCurve {
  const made = 'alpha' in process ? process : processOf(process)
  parameter({ eps }, 'eps', { atLeast: 0, atMost: made.end })
  const eigenvalue = Float64Array.from(eigenvalues ?? logarithmic())
  return { eigenvalue, error: marginal(made, eigenvalue, eps).map((v, j) => Math.sqrt(w2SquaredOf(v, eigenvalue[j]))) }
}

/** 161 eigenvalues from 1e-6 to 1e2, 20 a decade: the range of the published figures. 1 is one of them. */
const logarithmic = () => Array.from({ length: 161 }, (_, i) => 10 ** ((i - 120) / 20))

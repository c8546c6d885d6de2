/** The error of a sampler on Gaussian data, exactly: what `anneal theory gaussian` prints. */

import { Refusal } from '#contract/refusal.ts'
import { parameter, wholeNumber } from '../process/parameters.ts'
import type { Process } from '../process/process.ts'
import { processOf, type ProcessSpec } from '../process/processes.ts'
import { applyLaw, marginal, reverseLaw, type Reference } from './continuous.ts'
import type { Churn, LangevinOptions, Problem } from './schemes/scheme.ts'
import { SCHEME_NAMES, SCHEMES, type SchemeName } from './schemes/schemes.ts'
import { checkSpectrum, refuseLong } from './spectrum.ts'
import { checkTimes, uniformTimes } from './time-grid.ts'
import { walkLaw } from './walk-law.ts'
import { w2 } from './wasserstein.ts'

const zeros = (values: Float64Array) => values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0)

export type Start = 'prior' | 'exact'

export type GaussianQuestion = {
  /** Eigenvalues of the data's covariance; zeros allowed. */
  spectrum: ArrayLike<number>
  process: ProcessSpec | Process
  /** A scheme, or the continuous reverse SDE or probability-flow ODE themselves. */
  scheme: SchemeName | Reference
  /** Grid points: points - 1 uniform steps from T down to eps. Not asked for by `sde` and `ode`, nor beside `times`. */
  points?: number
  /** An explicit grid, falling; its ends replace T and eps. */
  times?: ArrayLike<number>
  /** The last time; default 1e-3. */
  eps?: number
  /** Variance at the first time: the prior's (default) or alpha^2 l + sigma^2. */
  start?: Start
  /** The score is -(1 + misfit) x/m_t; above -1/2. Default 0: exact. */
  misfit?: number
  /** Eigenvalues m of the covariance that the score believes in, m_t = alpha^2 m + sigma^2. Default: the spectrum. */
  model?: ArrayLike<number>
  /** Inner steps and step_lr of `langevin`. */
  inner?: number
  stepLr?: number
  convention?: 'code' | 'report'
  /** Churn of `edm`, in its own names: S_churn, S_tmin, S_tmax, S_noise. */
  sChurn?: number
  sTmin?: number
  sTmax?: number
  sNoise?: number
}

/** All W2 in data units; `variances` in the order of the spectrum. They need not add up. */
export type GaussianErrors = {
  /** W2(scheme's final law, data). */
  w2: number
  /** W2(continuous from the prior, continuous from exact) at eps, with the scheme's own SDE or ODE and the exact score. */
  initialisation: number
  /** W2(scheme from exact, p_eps), with the exact score. */
  discretisation: number
  /** W2(p_eps, data). */
  truncation: number
  /** W2(scheme with the given score, scheme with the exact one), both from `start`. Only where misfit or model is given. */
  score?: number
  variances: Float64Array
}

export type Prepared = {
  process: Process
  spectrum: Float64Array
  model: Float64Array
  times: Float64Array
  misfit: number
  langevin: LangevinOptions
  churn: Churn
  start: Start
  scheme: SchemeName | Reference
}

/** Checks a question and fills in its defaults. */
export function prepare(question: GaussianQuestion): Prepared {
  const { scheme, start = 'prior', eps = 1e-3 } = question
  const process = 'alpha' in question.process ? question.process : processOf(question.process)
  const spectrum = checkSpectrum(question.spectrum)
  const model = question.model === undefined ? spectrum : checkSpectrum(question.model, 'model')
  if (model.length !== spectrum.length) {
    throw new Refusal(`model has ${model.length} eigenvalues, spectrum ${spectrum.length}: they must be as many`, {
      field: 'model',
    })
  }
  if (start !== 'prior' && start !== 'exact') throw new Refusal('start must be prior or exact', { field: 'start' })
  const continuous = scheme === 'sde' || scheme === 'ode'
  if (!continuous && !Object.hasOwn(SCHEMES, scheme)) {
    throw new Refusal(`unknown scheme ${String(scheme)}; there are: ${SCHEME_NAMES.join(', ')}, sde, ode`, {
      field: 'scheme',
    })
  }
  const times =
    question.times === undefined
      ? uniformTimes(process, continuous ? 2 : wholeNumber(question, 'points', { atLeast: 2 }), eps)
      : checkTimes(process, question.times)
  const langevin = langevinOptions(question)
  refuseLong(times.length * spectrum.length * langevin.inner, langevin.inner > 1 ? 'inner' : 'points')
  const churn = {
    amount: parameter(question, 'sChurn', { atLeast: 0, default: 0 }),
    tMin: parameter(question, 'sTmin', { atLeast: 0, default: 0 }),
    tMax:
      question.sTmax === undefined || question.sTmax === Infinity
        ? Infinity
        : parameter(question, 'sTmax', { atLeast: 0 }),
    noise: parameter(question, 'sNoise', { atLeast: 0, default: 1 }),
  }
  return {
    process,
    spectrum,
    model,
    times,
    misfit: parameter(question, 'misfit', { above: -0.5, atMost: 100, default: 0 }),
    langevin,
    churn,
    start,
    scheme,
  }
}

function langevinOptions(question: GaussianQuestion): LangevinOptions {
  const { scheme, convention = 'code' } = question
  if (convention !== 'code' && convention !== 'report') {
    throw new Refusal('convention must be code or report', { field: 'convention' })
  }
  if (scheme !== 'langevin') return { inner: 1, stepLr: 1, convention }
  return {
    inner: wholeNumber(question, 'inner', { atLeast: 1, atMost: 100_000 }),
    stepLr: parameter(question, 'stepLr', { above: 0, atMost: 1e12 }),
    convention,
  }
}

/** Variances at the first time of the grid. */
export function startVariances({
  process,
  spectrum,
  times,
  start,
}: Pick<Prepared, 'process' | 'spectrum' | 'times' | 'start'>) {
  return start === 'exact' ? marginal(process, spectrum, times[0]) : spectrum.map(() => process.priorVariance(times[0]))
}

/** What a scheme is compiled from. */
export function problemOf(prepared: Prepared, exactScore = false): Problem {
  const { process, times, model, spectrum, misfit, langevin, churn } = prepared
  return {
    process,
    times,
    model: exactScore ? spectrum : model,
    misfit: exactScore ? 0 : misfit,
    langevin,
    churn,
    steps: times.length - 1,
  }
}

/** The affine law of a prepared question, of its scheme or of the continuous dynamics. */
function lawOf(prepared: Prepared, exactScore: boolean) {
  const { scheme, process, times, spectrum, model, misfit } = prepared
  const end = times[times.length - 1]
  if (scheme !== 'sde' && scheme !== 'ode') {
    return walkLaw(SCHEMES[scheme].compile(problemOf(prepared, exactScore)), spectrum.length)
  }
  const options = { start: times[0], t: end, misfit: exactScore ? 0 : misfit }
  return reverseLaw(process, exactScore ? spectrum : model, scheme, options)
}

/**
 * The final law of a scheme on N(0, Sigma) and its distances. Every step is linear in x, so each eigenvalue's variance obeys v <- a v
 * + b and the answer is exact (Pierret & Galerne 2024, arXiv 2405.14250). An answer that is not finite is refused by its cause.
 */
export function gaussianErrors(question: GaussianQuestion): GaussianErrors {
  const prepared = prepare(question)
  const { process, spectrum, model, times, misfit, scheme } = prepared
  const end = times[times.length - 1]
  const reference = scheme === 'sde' || scheme === 'ode' ? scheme : SCHEMES[scheme].reference
  const exactScore = misfit === 0 && model === spectrum

  const started = startVariances(prepared)
  const law = lawOf(prepared, false)
  const exactLaw = exactScore ? law : lawOf(prepared, true)
  const variances = applyLaw(law, started)
  const atEnd = marginal(process, spectrum, end)
  const fromExact = startVariances({ ...prepared, start: 'exact' })
  const fromPrior = startVariances({ ...prepared, start: 'prior' })
  const flow = reverseLaw(process, spectrum, reference, { start: times[0], t: end })
  const errors: GaussianErrors = {
    w2: w2(variances, spectrum),
    initialisation: w2(applyLaw(flow, fromPrior), atEnd),
    discretisation: scheme === reference ? 0 : w2(applyLaw(exactLaw, fromExact), atEnd),
    truncation: w2(atEnd, spectrum),
    ...(!exactScore && { score: w2(variances, applyLaw(exactLaw, started)) }),
    variances,
  }
  refuseNonFinite(errors, prepared)
  return errors
}

/** Why an answer is not finite, as a refusal of the parameter that makes it so. */
export function refuseNonFinite(errors: GaussianErrors, { process, times, spectrum, model, scheme }: Prepared): void {
  const { variances, ...distances } = errors
  if (Object.values(distances).every(Number.isFinite) && variances.every(Number.isFinite)) return
  const end = times[times.length - 1]
  if (process.alpha(times[0]) === 0) {
    throw new Refusal(
      `${scheme} cannot start at t = ${times[0]} of ${process.family}, where alpha = 0 and f is infinite: use euler, heun, rk4, ddim or dpmpp2m, or give times that start lower`,
      { field: 'scheme' },
    )
  }
  if (process.sigma(end) === 0 && zeros(model) + zeros(spectrum) > 0) {
    throw new Refusal(
      `${scheme} asks the score at t = ${end}, where it is infinite along the ${zeros(spectrum)} zero eigenvalues: set eps above 0`,
      { field: 'eps' },
    )
  }
  const field = scheme === 'langevin' ? 'step_lr' : 'points'
  throw new Refusal(
    `${scheme} overflows float64: its steps are too long for this spectrum, take more or smaller ones`,
    { field },
  )
}

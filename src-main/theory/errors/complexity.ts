/** Step complexity of the families: the published upper bounds as functions, beside measured steps. */

import { Refusal } from '#contract/refusal.ts'
import { parameter } from '../process/parameters.ts'
import { matchIntegral, matchLogSnrEnds, type LogSnrEnds } from '../process/match.ts'
import { integralBeta } from '../process/process.ts'
import { processOf, type ProcessSpec } from '../process/processes.ts'
import { fewestSteps } from './steps.ts'

/** Orders, without constants, of the steps K, the score error M and the step size eta that reach W2 <= O(eps). */
export type ComplexityRow = {
  name: string
  /** Drift and diffusion of dx = -f x dt + g dw, as printed. */
  f: string
  g: string
  K: (d: number, eps: number) => number
  M: (d: number, eps: number) => number
  eta: (d: number, eps: number) => number
  formulas: { K: string; M: string; eta: string }
  /** The configuration shipped with the paper's code. */
  shipped: ProcessSpec
}

const ETA = { eta: (d: number, eps: number) => eps ** 2 / d, text: 'eps^2/d' }
const log = (d: number, eps: number) => Math.log(d / eps)

const ve = { sigmaMin: 0.01, sigmaMax: 50 }

/** Power of the VE and VP polynomials that the rows below are for: sigma = (a + b t)^rho has g ~ (b + a t)^c with c = rho - 1/2. */
export type Powers = { c?: number; rho?: number }

/**
 * Table of Gao, Nguyen & Zhu 2023 (arXiv 2311.11003): upper bounds of the exponential integrator for smooth, strongly log-concave
 * data, up to constants. `c` is the power of g in the VE row (b + a t)^c, `rho` that of beta in the VP row; the defaults are those of
 * the shipped configurations. c = 1/2 is the sqrt row, c -> infinity tends to d/eps^2, rho = 1 is the linear row.
 */
export function complexityTable({ c = 1.5, rho = 5 }: Powers = {}): ComplexityRow[] {
  parameter({ c }, 'c', { atLeast: 0, atMost: 1000 })
  parameter({ rho }, 'rho', { atLeast: 0, atMost: 1000 })
  const power = 1 / (2 * c + 1)
  return [
    {
      name: 've-exponential',
      f: '0',
      g: 'a e^{bt}',
      K: (d, eps) => (d * log(d, eps)) / eps ** 2,
      M: (_, eps) => eps / Math.log(1 / eps),
      eta: ETA.eta,
      formulas: { K: 'd log(d/eps)/eps^2', M: 'eps/log(1/eps)', eta: ETA.text },
      shipped: { family: 've-exponential', ...ve },
    },
    {
      name: 've-constant',
      f: '0',
      g: 'a',
      K: (d, eps) => (d ** 1.5 * log(d, eps)) / eps ** 3,
      M: (d, eps) => eps / Math.sqrt(log(d, eps)),
      eta: (d, eps) => eps ** 2 / (d * log(d, eps)),
      formulas: { K: 'd^{3/2} log(d/eps)/eps^3', M: 'eps/sqrt(log(d/eps))', eta: 'eps^2/(d log(d/eps))' },
      shipped: { family: 've-constant', ...ve },
    },
    {
      name: 've-sqrt',
      f: '0',
      g: 'sqrt(2 a t)',
      K: (d, eps) => d ** 1.25 / eps ** 2.5,
      M: (_, eps) => eps ** 1.5,
      eta: ETA.eta,
      formulas: { K: 'd^{5/4}/eps^{5/2}', M: 'eps^{3/2}', eta: ETA.text },
      shipped: { family: 've-sqrt', ...ve },
    },
    {
      name: 've-polynomial',
      f: '0',
      g: '(b + a t)^c',
      K: (d, eps) => d ** (power / 2 + 1) / eps ** (power + 2),
      M: (_, eps) => eps ** (1 + 2 * c * power),
      eta: ETA.eta,
      formulas: { K: 'd^{1/(2(2c+1))+1}/eps^{1/(2c+1)+2}', M: 'eps^{1+2c/(2c+1)}', eta: ETA.text },
      shipped: { family: 've-polynomial', ...ve, rho: 2 },
    },
    {
      name: 'vp-constant',
      f: 'alpha',
      g: 'sigma',
      K: (d, eps) => (d * log(d, eps)) / eps ** 2,
      M: (_, eps) => eps,
      eta: ETA.eta,
      formulas: { K: 'd log(d/eps)/eps^2', M: 'eps', eta: ETA.text },
      shipped: { family: 'vp-constant', betaMin: 0.1, betaMax: 10 },
    },
    {
      name: 'vp-linear',
      f: '(b + a t)/2',
      g: 'sqrt(b + a t)',
      K: (d, eps) => (d * Math.sqrt(log(d, eps))) / eps ** 2,
      M: (_, eps) => eps,
      eta: ETA.eta,
      formulas: { K: 'd sqrt(log(d/eps))/eps^2', M: 'eps', eta: ETA.text },
      shipped: { family: 'vp-linear', betaMin: 0.1, betaMax: 20 },
    },
    {
      name: 'vp-polynomial',
      f: '(b + a t)^rho/2',
      g: '(b + a t)^{rho/2}',
      K: (d, eps) => (d * log(d, eps) ** (1 / (rho + 1))) / eps ** 2,
      M: (_, eps) => eps,
      eta: ETA.eta,
      formulas: { K: 'd (log(d/eps))^{1/(rho+1)}/eps^2', M: 'eps', eta: ETA.text },
      shipped: { family: 'vp-polynomial', betaMin: 0.1, betaMax: 20, rho: 5 },
    },
    {
      name: 'vp-exponential',
      f: 'a e^{bt}/2',
      g: 'sqrt(a) e^{bt/2}',
      K: (d, eps) => (d * Math.log(log(d, eps))) / eps ** 2,
      M: (_, eps) => eps,
      eta: ETA.eta,
      formulas: { K: 'd log log(d/eps)/eps^2', M: 'eps', eta: ETA.text },
      shipped: { family: 'vp-exponential', betaMin: 0.1, betaMax: 30 },
    },
  ]
}

export type ComplexityAt = { name: string; K: number | null; M: number | null; eta: number | null; reasons: string[] }

/** The table at one (d, eps): orders without constants. Where a logarithm has no positive value the cell is null, with the reason. */
export function complexityAt({ d, eps, ...powers }: { d: number; eps: number } & Powers): ComplexityAt[] {
  parameter({ d }, 'd', { atLeast: 1, atMost: 1e12 })
  parameter({ eps }, 'eps', { above: 0, atMost: 1e6, atLeast: 1e-60 })
  return complexityTable(powers).map((row) => {
    const reasons: string[] = []
    const finite = (name: 'K' | 'M' | 'eta') => {
      const value = row[name](d, eps)
      if (Number.isFinite(value) && value > 0) return value
      reasons.push(
        `${name} = ${row.formulas[name]} has no positive value at d = ${d}, eps = ${eps}: it is meant for eps small beside 1 and d`,
      )
      return null
    }
    return { name: row.name, K: finite('K'), M: finite('M'), eta: finite('eta'), reasons }
  })
}

export type MeasuredSteps = {
  name: string
  process: ProcessSpec
  integralBeta: number
  steps: (number | null)[]
  reasons: string[]
}

/**
 * Steps of the exponential integrator to W2 <= each target, at eps = 0 from the prior, for each process. `matchTo` first gives every
 * family in beta that integral over [0, 1], so that all start equally far from the prior (VE families have none and stay as they
 * are): the fair comparison. `matchEnds` gives every family the same log-SNR at both ends instead, VE beside VP; vp-constant has no
 * two ends and is refused. A target that is not reached is null, with the reason.
 */
export function measuredSteps(question: {
  spectrum: ArrayLike<number>
  targets: readonly number[]
  processes?: readonly ProcessSpec[]
  matchTo?: number
  matchEnds?: LogSnrEnds
}): MeasuredSteps[] {
  const { spectrum, targets, matchTo, matchEnds } = question
  const processes = question.processes ?? complexityTable().map((row) => row.shipped)
  return processes.map((given) => {
    const whole = matchTo !== undefined && 'betaMin' in given ? matchIntegral(given, matchTo) : given
    const spec = matchEnds ? matchLogSnrEnds(whole, matchEnds) : whole
    const process = processOf(spec)
    const reasons: string[] = []
    const steps = targets.map((target) => {
      try {
        return fewestSteps({ process, spectrum, target }).steps
      } catch (error) {
        if (!(error instanceof Refusal) || error.field !== 'target') throw error
        reasons.push(error.message)
        return null
      }
    })
    return { name: given.family, process: spec, integralBeta: integralBeta(process, process.end), steps, reasons }
  })
}

/** What each part of a sampler costs in W2 with a trained score, in the theory where everything is linear along the data's eigenvectors. */
import { reverseLaw } from '../errors/continuous.ts'
import { w2SquaredOf } from '../errors/wasserstein.ts'
import type { Process } from '../process/process.ts'
import { type Interval, rootInterval } from './jackknife.ts'
import { deviatingDenoiser, type Deviation, exactDenoiser, type LinearDenoiser } from './linear-denoiser.ts'
import { type Law, type LedgerScheme, linearWalk, referenceOf } from './linear-walk.ts'

/** Variances and mean of the data along their eigenvectors. */
export type LedgerData = { spectrum: Float64Array; mu: Float64Array }
export type LedgerWalk = { process: Process; scheme: LedgerScheme; times: Float64Array }
/** Measured from all images, and from all but each group of them. */
export type Measured = { all: readonly Deviation[]; without: readonly (readonly Deviation[])[] }

/** All W2 in data units; they need not add up. The parts without `low` are exact. */
export type Ledger = {
  /** W2(the sampler's final law with the measured score, data). */
  w2: Interval
  /** The same with the exact score. */
  exact: number
  /** W2(continuous dynamics from the prior, from the exact law) at the last time. */
  initialisation: number
  /** W2(sampler from the exact law, p_eps), exact score. */
  discretisation: number
  /** W2(p_eps, data). */
  truncation: number
  /** W2(sampler with the measured score, with the exact one), both from the prior. */
  score: Interval
}

/**
 * The parts are those of Pierret & Galerne 2024 (arXiv 2405.14250), with the data's mean among them: the prior is centred, the data need not
 * be. A network enters by its regression on the noisy image, direction by direction, which for the exact score of any data is that of
 * their Gaussian: what is not linear in a network costs nothing here.
 */
export function ledgerOf(data: LedgerData, walk: LedgerWalk, measured: Measured): Ledger {
  const { process, scheme, times } = walk
  const { spectrum, mu } = data
  const end = times[times.length - 1]
  const prior = priorLaw(data, process, times[0])
  const exact = exactDenoiser(spectrum)
  const run = (denoiser: LinearDenoiser, start: Law) => linearWalk({ ...walk, denoiser, mu, start })
  const exactLaw = run(exact, prior)
  const learned = (levels: readonly Deviation[]) => run(deviatingDenoiser(spectrum, levels), prior)
  const laws = [learned(measured.all), ...measured.without.map(learned)]
  const toData = laws.map((law) => distanceToData(law, data, process, end))
  const toExact = laws.map((law) => squared(law, exactLaw))
  const flow = reverseLaw(process, spectrum, referenceOf(scheme), { start: times[0], t: end })
  const flown: Law = {
    mean: prior.mean.map((value, j) => value * Math.sqrt(flow.scale[j])),
    variance: prior.variance.map((value, j) => flow.scale[j] * value + flow.shift[j]),
  }
  const atEnd = exactLawAt(data, process, end)
  return {
    w2: rootInterval(toData[0], toData.slice(1)),
    exact: Math.sqrt(distanceToData(exactLaw, data, process, end)),
    initialisation: Math.sqrt(squared(flown, atEnd)),
    discretisation: Math.sqrt(squared(run(exact, exactLawAt(data, process, times[0])), atEnd)),
    truncation: Math.sqrt(distanceToData(atEnd, data, process, end)),
    score: rootInterval(toExact[0], toExact.slice(1)),
  }
}

/** W2(law at t, p_t) along the walk, with a denoiser. */
export function ledgerAlong(data: LedgerData, walk: LedgerWalk, denoiser: LinearDenoiser): { t: number; w2: number }[] {
  const { process, times } = walk
  const found: { t: number; w2: number }[] = []
  linearWalk({
    ...walk,
    denoiser,
    mu: data.mu,
    start: priorLaw(data, process, times[0]),
    onTime: (t, law) => found.push({ t, w2: Math.sqrt(squared(law, exactLawAt(data, process, t))) }),
  })
  return found
}

/** What each direction adds to W2(final law, data): the root of (sqrt v - sqrt l)^2 and of the mean's square, in the order of the spectrum. */
export function ledgerPerEigenvalue(data: LedgerData, walk: LedgerWalk, denoiser: LinearDenoiser): Float64Array {
  const { process, times } = walk
  const end = times[times.length - 1]
  const law = linearWalk({ ...walk, denoiser, mu: data.mu, start: priorLaw(data, process, times[0]) })
  return data.spectrum.map((l, j) =>
    Math.hypot(Math.sqrt(w2SquaredOf(law.variance[j], l)), law.mean[j] + (process.alpha(end) - 1) * data.mu[j]),
  )
}

/** N(0, prior): its mean is off by alpha mu. */
export const priorLaw = ({ mu }: LedgerData, process: Process, t: number): Law => ({
  mean: mu.map((value) => -process.alpha(t) * value),
  variance: mu.map(() => process.priorVariance(t)),
})

const exactLawAt = ({ spectrum, mu }: LedgerData, process: Process, t: number): Law => ({
  mean: new Float64Array(mu.length),
  variance: spectrum.map((l) => process.alphaSquared(t) * l + process.sigmaSquared(t)),
})

function squared(a: Law, b: Law): number {
  let sum = 0
  for (let j = 0; j < a.mean.length; j++)
    sum += w2SquaredOf(a.variance[j], b.variance[j]) + (a.mean[j] - b.mean[j]) ** 2
  return sum
}

/** A law's mean is told from alpha mu, the data's is mu. */
function distanceToData(law: Law, { spectrum, mu }: LedgerData, process: Process, t: number): number {
  const short = process.alpha(t) - 1
  let sum = 0
  for (let j = 0; j < mu.length; j++)
    sum += w2SquaredOf(law.variance[j], spectrum[j]) + (law.mean[j] + short * mu[j]) ** 2
  return sum
}

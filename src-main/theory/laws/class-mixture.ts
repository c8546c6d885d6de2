/**
 * A mixture of K Gaussian classes in d dimensions, sum_k w_k N(mu_k, std^2 I), walked by Euler's method on the flow of a process with
 * its exact score. Only the span of the means, K dimensions at most, is walked; all other directions share one gain in closed form:
 *
 *   E[x0 | x] = sum_k pi_k mu_k + (std^2 alpha/v) (x - alpha sum_k pi_k mu_k),  v = alpha^2 std^2 + sigma^2,
 *   pi_k ~ w_k exp(-|x - alpha mu_k|^2/(2 v)).
 *
 * As Aranguri, Biroli, Mezard & Vanden-Eijnden 2025, arXiv:2501.00988, have it for two modes.
 */
import { Refusal } from '#contract/refusal.ts'
import { euler } from '../errors/schemes/one-stage.ts'
import { normals, STREAMS } from '../noise/philox.ts'
import type { Process } from '../process/process.ts'

export type ClassMixture = {
  /** Positive, of any scale. */
  weights: readonly number[]
  /** One for each class, all of d values. */
  means: readonly ArrayLike<number>[]
  /** Standard deviation within a class, the same in every direction. */
  std: number
}
export type ClassMixtureOutcome = {
  /** Share of the samples that end nearest, by the posterior, to each class. */
  shares: number[]
  /** Standard deviation orthogonal to the means at the end, over that of the data. */
  width: number
}

/** What Euler steps along falling `times` make of the shares, over `samples` starts, and of the width of a class, exactly. */
export function classMixtureOutcome(
  { weights, means, std }: ClassMixture,
  { process, times, samples, seed }: { process: Process; times: ArrayLike<number>; samples: number; seed: number },
): ClassMixtureOutcome {
  const d = means[0]?.length ?? 0
  if (means.length !== weights.length || d === 0 || means.some(({ length }) => length !== d))
    throw new Refusal('means: a mixture has a mean of d values for each of its weights.', { field: 'means' })
  if (!(std > 0)) throw new Refusal(`std: classes need a width above 0; got ${std}.`, { field: 'std' })
  const points = inSpan(means)
  const size = points[0].length
  const logs = weights.map(Math.log)
  const steps = stepsOf(process, times, std)
  const prior = Math.sqrt(process.priorVariance(times[0]))
  const [end, last] = [times.length - 1, process.alpha(times[times.length - 1])]

  const shares = weights.map(() => 0)
  const x = new Float64Array(size)
  const posterior = new Float64Array(points.length)
  const judge = (alpha: number, v: number) => posteriorOf(x, { points, logs, alpha, v }, posterior)
  for (let sample = 0; sample < samples; sample++) {
    normals({ seed, stream: STREAMS.law, sample, step: 0 }, x)
    for (let i = 0; i < size; i++) x[i] *= prior
    for (const { alpha, v, ofState, ofMean } of steps) {
      judge(alpha, v)
      for (let i = 0; i < size; i++) {
        let mean = 0
        for (let k = 0; k < points.length; k++) mean += posterior[k] * points[k][i]
        x[i] = ofState * x[i] + ofMean * mean
      }
    }
    judge(last, last * last * std * std + process.sigmaSquared(times[end]))
    shares[posterior.indexOf(Math.max(...posterior))] += 1 / samples
  }
  const gain = steps.reduce((product, { ofState }) => product * ofState, prior)
  return { shares, width: Math.abs(gain) / last / std }
}

/** x' = ofState x + ofMean sum_k pi_k mu_k of each step. */
function stepsOf(process: Process, times: ArrayLike<number>, std: number) {
  return Array.from({ length: times.length - 1 }, (_, i) => {
    const [t, next] = [times[i], times[i + 1]]
    const { p, n1, n0 } = euler(process, t, next, 0)
    const [alpha, noise] = [process.alpha(t), process.sigmaSquared(t)]
    const v = alpha * alpha * std * std + noise
    // x' = p x + (n1/alpha) D - n0 s, s = (alpha D - x)/sigma^2 = (alpha M - x)/v for M = sum_k pi_k mu_k.
    const ofDenoised = n1 / alpha
    const shrink = (std * std * alpha) / v
    return {
      alpha,
      v,
      ofState: p + ofDenoised * shrink + n0 / v,
      ofMean: ofDenoised * (1 - shrink * alpha) - (n0 * alpha) / v,
    }
  })
}

type Judged = { points: readonly Float64Array[]; logs: readonly number[]; alpha: number; v: number }
function posteriorOf(x: Float64Array, { points, logs, alpha, v }: Judged, out: Float64Array): void {
  let top = -Infinity
  for (let k = 0; k < points.length; k++) {
    let square = 0
    for (let i = 0; i < x.length; i++) square += (x[i] - alpha * points[k][i]) ** 2
    out[k] = logs[k] - square / (2 * v)
    top = Math.max(top, out[k])
  }
  let total = 0
  for (let k = 0; k < out.length; k++) total += out[k] = Math.exp(out[k] - top)
  for (let k = 0; k < out.length; k++) out[k] /= total
}

/** Coordinates of the points in an orthonormal basis of their span (Gram and Schmidt, twice). */
function inSpan(means: readonly ArrayLike<number>[]): Float64Array[] {
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let sum = 0
    for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
    return sum
  }
  const basis: Float64Array[] = []
  for (const mean of means) {
    const rest = Float64Array.from(mean)
    for (let pass = 0; pass < 2; pass++)
      for (const one of basis) {
        const along = dot(rest, one)
        for (let i = 0; i < rest.length; i++) rest[i] -= along * one[i]
      }
    const length = Math.sqrt(dot(rest, rest))
    if (length > 1e-9 * Math.sqrt(dot(mean, mean))) basis.push(rest.map((value) => value / length))
  }
  if (basis.length === 0) basis.push(Float64Array.from(means[0], (_, i) => (i === 0 ? 1 : 0)))
  return means.map((mean) => Float64Array.from(basis, (one) => dot(mean, one)))
}

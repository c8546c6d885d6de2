/** The mixture flow run coordinate by coordinate: the check of the reduced dynamics, and the paths that figures show. */

import { Refusal } from '#contract/refusal.ts'
import { normals, STREAMS } from '../noise/philox.ts'
import { flowGrid, halfLogOdds, noiseVariance } from './interpolant-flow.ts'
import { checkMixture, mixtureSteps, type MixtureOutcome, type MixtureSpec } from './mixture.ts'

const MAX_WORK = 4e9

export type SimulationSpec = { samples: number; seed: number }

/** Every coordinate of `samples` runs through the velocity as it stands; chains x d x steps is bounded, about 1e9 a second. */
export function simulateMixture(spec: MixtureSpec, { samples, seed }: SimulationSpec): MixtureOutcome {
  checkMixture(spec)
  const work = samples * spec.d * spec.steps
  if (!(Number.isInteger(samples) && samples >= 1 && work <= MAX_WORK))
    throw new Refusal(
      `samples x d x steps = ${work.toExponential(1)} is above ${MAX_WORK.toExponential(0)}; ask for fewer samples, or take the reduced dynamics.`,
      {
        field: 'samples',
      },
    )
  const { d, m, steps } = spec
  const variance = spec.std * spec.std
  const h = halfLogOdds(spec.p)
  const grid = flowGrid(spec)
  const s = Math.sqrt(noiseVariance(spec))
  const x = new Float64Array(d)
  let positive = 0
  let squares = 0
  for (let sample = 0; sample < samples; sample++) {
    normals({ seed, stream: STREAMS.law, sample, step: 0 }, x)
    for (let i = 0; i < d; i++) x[i] *= s
    let sum = x.reduce((total, value) => total + value, 0)
    for (const { tau, rate, noise, noiseRate } of grid) {
      const den = noise + variance * tau * tau
      const shift = (((noise * rate - noiseRate * tau) / den) * m * Math.tanh(h + (tau * m * sum) / den)) / steps
      const scale = 1 + (noiseRate + variance * tau * rate) / den / steps
      sum = 0
      for (let i = 0; i < d; i++) {
        x[i] = scale * x[i] + shift
        sum += x[i]
      }
    }
    if (sum > 0) positive += 1
    for (let i = 0; i < d; i++) squares += (x[i] - sum / d) ** 2
  }
  return { weight: positive / samples, std: Math.sqrt(squares / (samples * (d - 1))) }
}

export type MixturePaths = {
  /** Sampling time, 0 .. 1, steps + 1 values, and tau there. */
  t: Float64Array
  tau: Float64Array
  /** M_t, mean coordinate, of each sample. */
  mean: Float64Array[]
  /** X_t^i, the first coordinates of the first sample. */
  coordinates: Float64Array[]
}

/**
 * Paths for a figure at any d: the mean from mu, a coordinate as X^i = M + gain (X_0^i - M_0). The first `coordinates` normals
 * of a sample and an independent one for the rest of the sum make its start, so nothing of length d is ever drawn.
 */
export function mixturePaths(
  spec: MixtureSpec,
  { samples, coordinates, seed }: SimulationSpec & { coordinates: number },
): MixturePaths {
  checkMixture(spec)
  const { d, steps } = spec
  const shown = Math.min(coordinates, d - 1)
  if (!((samples + shown) * steps <= 5e7))
    throw new Refusal('These paths have more than 50 million points; ask for fewer samples or steps.', {
      field: 'samples',
    })
  const h = halfLogOdds(spec.p)
  const s = Math.sqrt(noiseVariance(spec))
  const moves = mixtureSteps(spec)
  const grid = flowGrid(spec)
  const path = () => new Float64Array(steps + 1)
  const result: MixturePaths = {
    t: Float64Array.from({ length: steps + 1 }, (_, k) => k / steps),
    tau: Float64Array.from({ length: steps + 1 }, (_, k) => (k < steps ? grid[k].tau : 1)),
    mean: Array.from({ length: samples }, path),
    coordinates: Array.from({ length: shown }, path),
  }
  const z = new Float64Array(shown + 1)
  for (let sample = 0; sample < samples; sample++) {
    normals({ seed, stream: STREAMS.law, sample, step: 0 }, z)
    const rest = z[shown] * Math.sqrt(d - shown)
    const start = z.subarray(0, shown).reduce((sum, value) => sum + value, rest) / Math.sqrt(d)
    let mu = s * start
    let gain = s
    const own = (i: number) => z[i] - start / Math.sqrt(d)
    for (let k = 0; k <= steps; k++) {
      const mean = mu / Math.sqrt(d)
      result.mean[sample][k] = mean
      if (sample === 0) result.coordinates.forEach((line, i) => (line[k] = mean + gain * own(i)))
      if (k === steps) break
      const { scale, pull, slope } = moves[k]
      mu = scale * mu + pull * Math.tanh(h + slope * mu)
      gain *= scale
    }
  }
  return result
}

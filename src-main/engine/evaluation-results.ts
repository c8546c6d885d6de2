/** What an evaluation found, as named results, each with the protocol that makes it comparable. */
import type { Tf } from '#compute/backend.ts'
import type { Result } from '#contract/run.ts'
import { balanceAgainst, confidenceOf, proportionsOf, type Predictions } from '#diffusion/metrics/class-balance.ts'
import { frechetOf } from '#diffusion/metrics/frechet.ts'
import { memorisation } from '#diffusion/metrics/memorisation.ts'
import { nearestTraining } from '#diffusion/metrics/neighbours.ts'
import { frechetInterval } from '#theory/statistics/frechet-interval.ts'
import type { Moments } from '#theory/statistics/moments.ts'
import type { Judged } from './judge.ts'

/** Samples, at most, whose nearest neighbours are looked for. */
export const NEIGHBOUR_SAMPLES = 1000

/** The part of every protocol that the job knows: ranges, quantisation, hashes. */
export type Given = Record<string, unknown>

export function proportionResults(
  predictions: Predictions,
  names: readonly string[],
  confidence: number,
  given: Given,
): Result[] {
  const { value, protocol } = proportionsOf(predictions, confidence, given)
  return value.classes.map(({ count, share, low, high }, i) => ({
    name: `share/${names[i]}`,
    value: share,
    low,
    high,
    confidence,
    protocol: { ...protocol, count },
  }))
}

export function balanceResults(predictions: Predictions, counts: readonly number[], given: Given): Result[] {
  const { value, protocol } = balanceAgainst(predictions, counts, given)
  return [
    { name: 'chi_squared', value: value?.statistic ?? null, protocol: { ...protocol, df: value?.df } },
    { name: 'chi_squared_p', value: value?.pValue ?? null, protocol: { ...protocol, df: value?.df } },
  ]
}

export function confidenceResults(predictions: Predictions, given: Given): Result[] {
  const { value, protocol } = confidenceOf(predictions, given)
  return [
    { name: 'mean_confidence', value: value.mean, protocol },
    { name: 'share_confident', value: 1 - value.shareBelow, protocol },
  ]
}

export function frechetResult({ features, moments }: Judged, reference: Moments, given: Given): Result {
  const { value, protocol } = frechetOf(moments, reference, given)
  if (moments.count < 2) return { name: 'frechet_distance', value: value.distance, protocol }
  const { low, high, confidence, replicates } = frechetInterval(features, reference)
  const interval = `bootstrap of the samples, ${replicates} resamples: distance +- z times their standard deviation`
  return { name: 'frechet_distance', value: value.distance, low, high, confidence, protocol: { ...protocol, interval } }
}

/** `images`, `training` and `heldOut` end to end, in [0, 1]; the first thousand samples are looked at. */
export function memorisationResults(
  tf: Tf,
  images: Float32Array,
  training: Float32Array,
  heldOut: Float32Array,
  given: Given & { size: number },
): Result[] {
  const { size, ...rest } = given
  const found = nearestTraining(tf, { queries: images.subarray(0, NEIGHBOUR_SAMPLES * size), training, size })
  const unseen = nearestTraining(tf, { queries: heldOut, training, size })
  const { value, protocol } = memorisation(found, unseen, rest)
  const { copied, nearerThanHeldOut, medianDistance, heldOutMedianDistance } = value
  return [
    { name: 'copied', value: copied, protocol },
    { name: 'nearer_than_held_out', value: nearerThanHeldOut, protocol },
    {
      name: 'nearest_distance',
      value: medianDistance,
      protocol: { ...protocol, held_out_median: heldOutMedianDistance },
    },
  ]
}

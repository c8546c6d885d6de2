/** What an evaluation found, as named results, each with the protocol that makes it comparable. */
import type { Tf } from '#compute/backend.ts'
import { classResult } from '#contract/by-class.ts'
import type { Result } from '#contract/run.ts'
import { countPerClass } from '#datasets/class-counts.ts'
import type { Dataset } from '#datasets/dataset.ts'
import type { SubsetSpec } from '#datasets/subset.ts'
import {
  balanceAgainst,
  classesFound,
  confidenceOf,
  proportionsOf,
  type Predictions,
} from '#diffusion/metrics/class-balance.ts'
import { frechetOf, frechetProtocol } from '#diffusion/metrics/frechet.ts'
import { memorisation } from '#diffusion/metrics/memorisation.ts'
import { nearestTraining } from '#diffusion/metrics/neighbours.ts'
import { fewReferences } from '#theory/statistics/few-references.ts'
import { frechetInterval } from '#theory/statistics/frechet-interval.ts'
import type { Moments } from '#theory/statistics/moments.ts'
import type { Judged } from './judge.ts'
import type { Tick } from './stages.ts'

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
    name: classResult('share', names[i]),
    value: share,
    low,
    high,
    confidence,
    protocol: { ...protocol, count },
  }))
}

/** Against the reference's images of each class, found by its name: the classifier may have learned from another list of classes. */
export function balanceResults(
  predictions: Predictions,
  names: readonly string[],
  reference: Pick<Dataset, 'name' | 'classes' | 'labels' | 'lineage'>,
  given: Given,
): Result[] {
  const counts = countPerClass(reference)
  const unknown = reference.classes.find((name, i) => counts[i] > 0 && !names.includes(name))
  const inOrder = names.map((name) => counts[reference.classes.indexOf(name)] ?? 0)
  const { value, protocol } =
    unknown === undefined
      ? balanceAgainst(predictions, inOrder, given, isDrawn(reference, names, predictions))
      : { value: null, protocol: { ...given, reason: unknownClass(reference.name, unknown, names) } }
  return [
    { name: 'chi_squared', value: value?.statistic ?? null, protocol: { ...protocol, df: value?.df } },
    pOf(value, { ...protocol, df: value?.df }),
  ]
}

/**
 * Whether the reference's shares were drawn, as those of so many images without regard to class: shares that were chosen are what they
 * are, and a class that was left out by name has the share 0 whatever is drawn.
 */
function isDrawn({ lineage }: Pick<Dataset, 'lineage'>, names: readonly string[], predictions: Predictions): boolean {
  const { n, proportions, classes } = (lineage?.step === 'subset' ? lineage.spec : {}) as SubsetSpec
  const leftOut = classes && classesFound(predictions).some((k) => !classes.includes(names[k]))
  return n !== undefined && proportions === undefined && !leftOut
}

/** Cochran 1954, Biometrics 10: below this the chi-squared law says little of the statistic. */
const LEAST_EXPECTED = 5

function pOf(value: { pValue: number; smallestExpected: number } | null, protocol: Result['protocol']): Result {
  const name = 'chi_squared_p'
  if (value === null || value.smallestExpected >= LEAST_EXPECTED)
    return { name, value: value?.pValue ?? null, protocol }
  const smallest = Number(value.smallestExpected.toPrecision(3))
  const reason = `The smallest expected count is ${smallest}, below ${LEAST_EXPECTED}: no p-value. Draw more samples.`
  return { name, value: null, protocol: { ...protocol, smallest_expected: value.smallestExpected, reason } }
}

const unknownClass = (name: string, unknown: string, known: readonly string[]) =>
  `${name} has the class ${unknown}, which is none of the classifier's: ${known.join(', ')}.`

export function confidenceResults(predictions: Predictions, given: Given): Result[] {
  const { value, protocol } = confidenceOf(predictions, given)
  return [
    { name: 'mean_confidence', value: value.mean, protocol },
    { name: 'share_confident', value: 1 - value.shareBelow, protocol },
  ]
}

export async function frechetResult(
  { features, moments }: Judged,
  reference: Moments,
  given: Given,
  tick: Tick,
): Promise<Result> {
  const one = 'One sample has no covariance, so there is no distance of Gaussians. Draw more samples.'
  const reason = moments.count < 2 ? one : fewReferences(reference.count, reference.dim)
  if (reason !== null) {
    const protocol = { ...frechetProtocol(moments, reference, given), reason }
    return { name: 'frechet_distance', value: null, protocol }
  }
  const { value, protocol } = frechetOf(moments, reference, given)
  const { low, high, confidence, replicates } = await frechetInterval(features, reference, { tick })
  const interval = `bootstrap of the samples, ${replicates} resamples: distance +- z times their standard deviation`
  return { name: 'frechet_distance', value: value.distance, low, high, confidence, protocol: { ...protocol, interval } }
}

export type Neighbourhood = {
  images: Float32Array
  training: Float32Array
  /** Images of the same source that are not in `training`, or what is missing for that. */
  heldOut: Float32Array | { missing: string }
  size: number
}

/** Images end to end, in [0, 1]; the first thousand samples are looked at. One tick for their search, one for the held-out images'. */
export async function memorisationResults(
  tf: Tf,
  { images, training, heldOut, size }: Neighbourhood,
  given: Given,
  ticks: readonly Tick[],
): Promise<Result[]> {
  const search = (queries: Float32Array, tick: Tick) => nearestTraining(tf, { queries, training, size, tick })
  const found = await search(images.subarray(0, NEIGHBOUR_SAMPLES * size), ticks[0])
  const [unseen, reason] =
    'missing' in heldOut ? [null, `No image is held out: ${heldOut.missing}`] : [await search(heldOut, ticks[1])]
  const { value, protocol } = memorisation(found, unseen, { ...given, distance: 'L2 over pixels in [0, 1]' })
  const { copied, nearerThanHeldOut, medianDistance, heldOutMedianDistance } = value
  const compared = { ...protocol, reason }
  return [
    { name: 'copied', value: copied, protocol },
    { name: 'nearer_than_held_out', value: nearerThanHeldOut, protocol: compared },
    {
      name: 'nearest_distance',
      value: medianDistance,
      protocol: { ...compared, held_out_median: heldOutMedianDistance },
    },
  ]
}

/** Whether samples stand closer to the training set than unseen images do. */
import { quantile } from '#theory/statistics/bootstrap.ts'
import type { Measured, Protocol } from './measured.ts'
import type { Neighbours } from './neighbours.ts'

export type Memorisation = {
  /** Share of samples whose nearest training image is less than `ratio` times as far as the second nearest. */
  copied: number
  medianDistance: number
  /** The same of held-out images: what not copying looks like. Null, as the next, where there are none. */
  heldOutMedianDistance: number | null
  /** Probability that a sample is nearer to the training set than a held-out image, ties half: 1/2 where they are alike. */
  nearerThanHeldOut: number | null
}

/**
 * `copied`: the ratio test of Yoon et al. 2023 (ICML workshop SPIGM, "Diffusion probabilistic models generalize when they fail to
 * memorize") with their 1/3; two equal training images hide a copy of either. `nearerThanHeldOut`: the Mann-Whitney statistic of
 * the data-copying test of Meehan et al. 2020, arXiv:2004.05675. `given` says what the distances are.
 */
export function memorisation(
  samples: Neighbours,
  heldOut: Neighbours | null,
  given: Protocol,
  ratio = 1 / 3,
): Measured<Memorisation> {
  const n = samples.distance.length
  let copied = 0
  for (let i = 0; i < n; i++) if (samples.distance[i] < ratio * samples.second[i]) copied++
  return {
    value: {
      copied: copied / n,
      medianDistance: median(samples.distance),
      heldOutMedianDistance: heldOut && median(heldOut.distance),
      nearerThanHeldOut: heldOut && probabilityBelow(samples.distance, heldOut.distance),
    },
    protocol: { ...given, n, held_out: heldOut?.distance.length ?? 0, ratio },
  }
}

const median = (values: Float64Array) => quantile(values.toSorted(), 0.5)

/** P(a < b) + P(a = b) / 2 over all pairs. */
function probabilityBelow(a: Float64Array, b: Float64Array): number {
  const sorted = b.toSorted()
  let pairs = 0
  for (const value of a)
    pairs += sorted.length - (lowerBound(sorted, value, false) + lowerBound(sorted, value, true)) / 2
  return pairs / (a.length * b.length)
}

/** How many of the sorted values are below `value`, or (`orEqual`) not above it. */
function lowerBound(sorted: Float64Array, value: number, orEqual: boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1
    else high = middle
  }
  return low
}

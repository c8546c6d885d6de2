/** Fréchet distance between the features of two sets of images. Not FID, whose features are those of one Inception network. */
import { Refusal } from '#contract/refusal.ts'
import { frechetOfMoments, type FrechetDistance } from '#theory/statistics/frechet.ts'
import { addRows, emptyMoments, type Moments } from '#theory/statistics/moments.ts'
import type { Measured, Protocol } from './measured.ts'

/** Moments of features held at once: rows of `size`, in float64. Features that come in parts are added by `addRows`. */
export function momentsOf(features: Float32Array, size: number): Moments {
  const moments = emptyMoments(size)
  addRows(moments, features)
  return moments
}

/**
 * |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^{1/2}) over classifier features (Heusel et al. 2017, arXiv:1706.08500, with other features).
 * Finite samples inflate it, by about a constant over n, so only values of equal n and equal features compare: `given` names the
 * classifier by its hash, and both n stand beside the number.
 */
export const frechetOf = (samples: Moments, reference: Moments, given: Protocol): Measured<FrechetDistance> => ({
  protocol: frechetProtocol(samples, reference, given),
  value: frechetOfMoments(samples, reference),
})

/** What stands beside the number, or beside the reason why there is none. */
export function frechetProtocol(samples: Moments, reference: Moments, given: Protocol): Protocol {
  if (samples.dim !== reference.dim)
    throw new Refusal(
      `The features differ in number, ${samples.dim} and ${reference.dim}: use one classifier for both sets.`,
      { field: 'classifier' },
    )
  return {
    ...given,
    n: samples.count,
    n_reference: reference.count,
    features: samples.dim,
    distance: 'Fréchet distance in classifier features (not FID)',
    moments: 'float64, divided by n',
  }
}

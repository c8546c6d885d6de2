/** Fréchet distances class by class, at one n for all classes, as named results with their passports. */
import { classResult } from '#contract/by-class.ts'
import type { Passport } from '#contract/passport.ts'
import type { Result } from '#contract/run.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { classesFound, type Predictions } from '#diffusion/metrics/class-balance.ts'
import { CONFIDENCE } from '#diffusion/metrics/judge-features.ts'
import type { Algebra } from '#theory/statistics/algebra.ts'
import type { Features } from '#theory/statistics/features.ts'
import { type ClassDistance, frechetByClass } from '#theory/statistics/frechet-by-class.ts'
import { normalInterval } from '#theory/statistics/frechet-influence.ts'
import type { Tick } from '../stages.ts'

export type ClassSides = {
  /** Features of the samples and of the reference, by one network. */
  samples: Features
  reference: Features
  /** What the classifier makes of the samples, in the order of `names`. */
  predictions: Predictions
  names: readonly string[]
  /** Labels of the reference's rows and the classes they count. */
  known: Pick<Dataset, 'classes' | 'labels'>
}

/**
 * `of` is the result that they are parts of: `fid/cat`, `frechet_distance/cat`. A distance falls with n, so every class is measured at
 * the same n, half an even share of all samples: it depends on nothing that was drawn, so that two evaluations of as many samples
 * compare class by class. Of a class that was drawn more often, as many disjoint sets of n as there are, five at most, are averaged. A class of which the
 * reference has no more images than features has none, as the whole has none.
 */
export async function classResults(
  of: 'fid' | 'frechet_distance',
  { samples, reference, predictions, names, known }: ClassSides,
  { given, algebra, tick }: { given: Passport; algebra: Algebra; tick: Tick },
): Promise<Result[]> {
  const { classes, labels } = known
  const count = samples.rows.length / samples.d
  const n = equalCount(count, classes.length)
  if (count < 2)
    return classes.map((name) => absent(of, name, given, `${samples.name} holds one sample; a covariance needs 2.`))
  const drawn = Array.from(classesFound(predictions), (k) => classes.indexOf(names[k]))
  const divisor = given.covariance_divisor === 'n' ? 'n' : 'n-1'
  const [distances] = await frechetByClass(
    [{ ...samples, labels: drawn }],
    { ...reference, labels: labels! },
    classes.length,
    { n, divisor, algebra, tick, wantsFullRank: true },
  )
  return distances.map((one) => {
    const unseen = !names.includes(classes[one.class])
    return resultOf(of, classes[one.class], one, given, unseen && 'The classifier does not know the class.')
  })
}

const absent = (of: string, className: string, given: Passport, reason: string): Result => ({
  name: classResult(of, className),
  value: null,
  protocol: { passport: { ...given, interval: null }, reason },
})

/** Half of what each class would have if all were drawn alike often; 2 at least. */
export const equalCount = (samples: number, classes: number): number => Math.max(2, Math.floor(samples / (2 * classes)))

function resultOf(
  of: string,
  className: string,
  { n, parts, nReference, distance, standardError, reason }: ClassDistance,
  given: Passport,
  unseen: string | false,
): Result {
  const why = unseen || reason
  const bounds =
    standardError === null ? {} : { ...normalInterval(distance!, standardError, CONFIDENCE), confidence: CONFIDENCE }
  const interval = standardError === null ? null : 'infinitesimal jackknife of the samples, reference held'
  return {
    name: classResult(of, className),
    value: distance,
    ...bounds,
    protocol: {
      passport: { ...given, n: [n, nReference], interval },
      n,
      n_reference: nReference,
      sets_averaged: parts,
      class_of_samples: 'most probable under the classifier',
      class_of_reference: 'its label',
      ...(why && { reason: why }),
    },
  }
}

/** Which classes the samples fall into, how surely, and whether in the training set's proportions. */
import { Refusal } from '#contract/refusal.ts'
import { chiSquaredTest, homogeneityTest, type ChiSquaredTest } from '#theory/statistics/chi-squared.ts'
import { classProportions, type Proportions } from '#theory/statistics/proportions.ts'
import type { Measured, Protocol } from './measured.ts'

/** A classifier's answer: one row of class probabilities per image. */
export type Predictions = { probabilities: Float32Array; classes: number }

/** The most probable class of every image, the first of equals. */
export const classesFound = ({ probabilities, classes }: Predictions): number[] =>
  Array.from({ length: probabilities.length / classes }, (_, i) => mostProbable(probabilities, i * classes, classes))

/** Images per class, each counted for its most probable one. */
export function classCounts(predictions: Predictions): number[] {
  const counts = Array.from({ length: predictions.classes }, () => 0)
  for (const found of classesFound(predictions)) counts[found]++
  return counts
}

/** Class shares with simultaneous intervals. `given` describes the images and the classifier. */
export function proportionsOf(predictions: Predictions, confidence: number, given: Protocol): Measured<Proportions> {
  const value = classProportions(classCounts(predictions), confidence)
  return { value, protocol: { ...given, n: value.n, confidence, interval: value.method, class: 'most probable' } }
}

/**
 * Pearson's chi-squared test of the samples' classes against the training set's `trainingCounts`, taken as known shares; where those
 * were `drawn` themselves, from more, of homogeneity. Null, with the reason in the protocol, where the test is not defined: a class
 * found that training never showed.
 */
export function balanceAgainst(
  predictions: Predictions,
  trainingCounts: ArrayLike<number>,
  given: Protocol,
  drawn = false,
): Measured<ChiSquaredTest | null> {
  const counts = classCounts(predictions)
  const protocol: Protocol = {
    ...given,
    n: counts.reduce((sum, count) => sum + count, 0),
    test: drawn
      ? 'Pearson chi-squared of homogeneity: the reference is a drawn part, and its shares vary too'
      : 'Pearson chi-squared against training proportions',
    training_counts: Array.from(trainingCounts),
  }
  try {
    return { value: (drawn ? homogeneityTest : chiSquaredTest)(counts, trainingCounts), protocol }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { value: null, protocol: { ...protocol, reason: error.message } }
  }
}

export type Confidence = { mean: number; shareBelow: number }

/** Mean probability of the most probable class, and the share of images where it is below `threshold`. */
export function confidenceOf(
  { probabilities, classes }: Predictions,
  given: Protocol,
  threshold = 0.9,
): Measured<Confidence> {
  const n = probabilities.length / classes
  let sum = 0
  let below = 0
  for (let i = 0; i < probabilities.length; i += classes) {
    const top = probabilities[i + mostProbable(probabilities, i, classes)]
    sum += top
    if (!(top >= threshold)) below++
  }
  return { value: { mean: sum / n, shareBelow: below / n }, protocol: { ...given, n, threshold } }
}

/** No number is less than NaN, and the first class would be found of all that are none. */
function mostProbable(probabilities: Float32Array, from: number, classes: number): number {
  let best = 0
  for (let k = 0; k < classes; k++) {
    if (Number.isNaN(probabilities[from + k]))
      throw new Refusal('The classifier answers with what is no number: its weights are not finite. Use another.', {
        field: 'classifier',
        code: 'damaged',
      })
    if (probabilities[from + k] > probabilities[from + best]) best = k
  }
  return best
}

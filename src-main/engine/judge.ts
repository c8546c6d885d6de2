/** Images as a classifier sees them, and what it makes of them. */
import type { Tf } from '#compute/backend.ts'
import { classify, FEATURES, type Classifier } from '#diffusion/classifier/classifier.ts'
import type { Predictions } from '#diffusion/metrics/class-balance.ts'
import { addRows, emptyMoments, type Moments } from '#theory/statistics/moments.ts'
import type { Tick } from './stages.ts'

/** Every classifier and every distance sees images in [0, 1], whatever range the network works in. */
export const UNIT = [0, 1] as const
const CHUNK = 500

export const toUnit = (images: Float32Array, [low, high]: readonly [number, number]): Float32Array =>
  low === 0 && high === 1 ? images : images.map((value) => (value - low) / (high - low))

export type Judged = {
  predictions: Predictions
  /** n x FEATURES. */
  features: Float32Array
  moments: Moments
}

/** Predictions, features and their moments, chunk by chunk, of images of the classifier's shape. */
export async function judge(tf: Tf, classifier: Classifier, images: Float32Array, tick: Tick): Promise<Judged> {
  const { height, width, channels } = classifier.shape
  const size = height * width * channels
  const n = images.length / size
  const classes = classifier.classes.length
  const probabilities = new Float32Array(n * classes)
  const features = new Float32Array(n * FEATURES)
  const moments = emptyMoments(FEATURES)
  for (let from = 0; from < n; from += CHUNK) {
    const to = Math.min(n, from + CHUNK)
    const part = classify(tf, classifier, images.subarray(from * size, to * size))
    probabilities.set(part.probabilities, from * classes)
    features.set(part.features, from * FEATURES)
    addRows(moments, part.features)
    await tick(to, n)
  }
  return { predictions: { probabilities, classes }, features, moments }
}

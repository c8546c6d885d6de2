/** How well a classifier knows a labelled dataset. */
import type { Tf } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Dataset, fillImages } from '#datasets/dataset.ts'
import { type Classifier, classify } from './classifier.ts'

export type ClassifierScore = {
  /** Share of the images whose most probable class is their label. */
  accuracy: number
  n: number
  /** Row: label; column: most probable class (the first of equals); number of images. */
  confusion: number[][]
  /** Share of the images whose largest probability is at least 0.9, and the mean of it. */
  confident: number
  meanConfidence: number
}

export function evaluateClassifier(tf: Tf, classifier: Classifier, dataset: Dataset, chunk = 500): ClassifierScore {
  const { labels } = dataset
  if (!labels) throw new Refusal(`${dataset.name} has no labels to compare with.`, { field: 'dataset' })
  const classes = classifier.classes.length
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0))
  const size = dataset.height * dataset.width * dataset.channels
  let [right, confident, confidence] = [0, 0, 0]
  for (let from = 0; from < dataset.count; from += chunk) {
    const indices = Uint32Array.from({ length: Math.min(chunk, dataset.count - from) }, (_, i) => from + i)
    const images = new Float32Array(indices.length * size)
    fillImages(dataset, indices, [0, 1], images)
    const { probabilities } = classify(tf, classifier, images)
    indices.forEach((index, i) => {
      const row = probabilities.subarray(i * classes, (i + 1) * classes)
      const best = row.indexOf(row.reduce((a, b) => Math.max(a, b)))
      confusion[labels[index]][best]++
      if (best === labels[index]) right++
      if (row[best] >= 0.9) confident++
      confidence += row[best]
    })
  }
  const n = dataset.count
  return { accuracy: right / n, n, confusion, confident: confident / n, meanConfidence: confidence / n }
}

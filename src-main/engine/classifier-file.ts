/** A classifier on disk. Judging uses its averaged weights. */
import type { Tf } from '#compute/backend.ts'
import { buildClassifier, type Classifier } from '#diffusion/classifier/classifier.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { importWeights } from '#diffusion/training/training-state.ts'
import { encodeWeights, readWeights, type WeightsFile } from './weights-file.ts'

const FORMAT = 'anneal-classifier-1'

export const encodeClassifier = (
  { shape, classes }: { shape: ImageShape; classes: readonly string[] },
  { tensors, notes }: WeightsFile,
): Uint8Array =>
  encodeWeights(tensors, { ...notes, format: FORMAT, shape: JSON.stringify(shape), classes: JSON.stringify(classes) })

export const readClassifierFile = (file: string): WeightsFile => readWeights(file, FORMAT)

export function openClassifier(tf: Tf, file: string): Classifier {
  const { tensors, notes } = readClassifierFile(file)
  const classifier = buildClassifier(
    tf,
    JSON.parse(notes.shape) as ImageShape,
    JSON.parse(notes.classes) as string[],
    0,
  )
  importWeights(tf, classifier, tensors, 'ema/')
  return classifier
}

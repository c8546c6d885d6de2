/** A network whose features pictures are judged in, ready to run. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hasInception, INCEPTION, inceptionFile } from '#program/inception-cache.mjs'
import { openOnnxModel } from '#compute/onnx/runtime.ts'
import type { Tf } from '#compute/tf.ts'
import type { FeatureName } from '#contract/passport.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Classifier, classify, FEATURES } from '#diffusion/classifier/classifier.ts'
import { INCEPTION_FEATURES, INCEPTION_SIDE } from '#diffusion/inception/architecture.ts'
import { FEATURES_OUT, inceptionOnnx, PICTURES } from '#diffusion/inception/onnx-graph.ts'
import {
  makeResizer,
  PICTURE_NUMBERS,
  type PictureShape,
  type ResizeName,
  sayResize,
} from '#diffusion/inception/resize.ts'
import { readInceptionWeights } from '#diffusion/inception/weights.ts'
import { openClassifier } from '../classifier-file.ts'
import { hashFile } from '../weights-file.ts'
import { pictureSize, shapeText } from './pictures.ts'

export type FeatureNetwork = {
  /** Hash of all that decides a feature: weights, resize, scaling. */
  id: string
  features: number
  says: { features: FeatureName; network: string; resize: string; scaling: string }
  /** Pictures end to end, NHWC bytes -> n x features. `tick` hears how many are done. */
  extract(
    pictures: Uint8Array,
    shape: PictureShape,
    signal: AbortSignal,
    tick?: (done: number) => Promise<void> | void,
  ): Promise<Float32Array>
  dispose(): Promise<void>
}

/** Pictures that go through Inception at once: 17 MB of input; more gains nothing. */
const BATCH = 16

/** float32 on the processor, by ONNX Runtime. Refused with what to do where set-up has not fetched the weights. */
export async function openInception(resize: ResizeName): Promise<FeatureNetwork> {
  const weights = readInceptionWeights(await inceptionBytes(), inceptionFile())
  const session = openOnnxModel(inceptionOnnx(weights), 'Inception')
  const says = { features: 'inception' as const, network: INCEPTION.sha256, ...sayResize(resize) }
  return {
    id: idOf(says),
    features: INCEPTION_FEATURES,
    says,
    async extract(pictures, shape, signal, tick) {
      if (shape.channels !== 1 && shape.channels !== 3)
        throw new Refusal(`Inception sees pictures of 1 or 3 channels, these are ${shapeText(shape)}.`, {
          field: 'features',
        })
      const size = pictureSize(shape)
      const count = pictures.length / size
      const resizer = makeResizer(shape, resize)
      const features = new Float32Array(count * INCEPTION_FEATURES)
      for (let from = 0; from < count; from += BATCH) {
        // A run of the graph blocks this thread: between two of them a cancel comes in.
        await new Promise((resolve) => setImmediate(resolve))
        signal.throwIfAborted()
        const n = Math.min(BATCH, count - from)
        const input = new Float32Array(n * PICTURE_NUMBERS)
        for (let i = 0; i < n; i++)
          resizer(pictures.subarray((from + i) * size, (from + i + 1) * size), input, i * PICTURE_NUMBERS)
        const feeds = { [PICTURES]: { data: input, dims: [n, 3, INCEPTION_SIDE, INCEPTION_SIDE] } }
        features.set(session.run(feeds, FEATURES_OUT).data, from * INCEPTION_FEATURES)
        if (from + n < count) await tick?.(from + n)
      }
      return features
    },
    dispose: async () => session.dispose(),
  }
}

/** The hash is checked at every opening: features of altered weights would be kept under the name of the right ones. */
async function inceptionBytes(): Promise<Uint8Array> {
  const file = inceptionFile()
  if (!existsSync(file))
    throw new Refusal('The network of FID is not set up here. Fetch it once with anneal setup --fid (87 MB).', {
      field: 'features',
      code: 'not-found',
    })
  const bytes = hasInception() ? await readFile(file) : new Uint8Array()
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found === INCEPTION.sha256) return bytes
  throw new Refusal(`${file} is altered or cut short. Run anneal setup --fid to fetch it again.`, {
    field: 'features',
    code: 'damaged',
  })
}

/** Features of a classifier of ours, which sees pictures of one shape only. */
export const openClassifierFeatures = (tf: Tf, file: string): FeatureNetwork =>
  classifierFeatures(tf, openClassifier(tf, file), hashFile(file))

/** The same of one that is open already, from a file of this hash; it is disposed of with the network. */
export function classifierFeatures(tf: Tf, classifier: Classifier, hash: string): FeatureNetwork {
  const says = {
    features: 'classifier' as const,
    network: hash,
    resize: 'none',
    scaling: 'x/255',
  }
  return {
    id: idOf(says),
    features: FEATURES,
    says,
    async extract(pictures, shape) {
      if (shapeText(shape) !== shapeText(classifier.shape))
        throw new Refusal(
          `The classifier judges images of ${shapeText(classifier.shape)}, these are ${shapeText(shape)}. Use features=inception, or a classifier trained on such images.`,
          { field: 'features' },
        )
      return classify(
        tf,
        classifier,
        Float32Array.from(pictures, (byte) => byte / 255),
      ).features
    },
    dispose: async () => classifier.dispose(),
  }
}

const idOf = (says: FeatureNetwork['says']): string =>
  createHash('sha256')
    .update(JSON.stringify({ format: 'anneal-features-1', ...says }))
    .digest('hex')

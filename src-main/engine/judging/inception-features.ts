/** Features of FID's own network: Inception-v3 of 2015 at its last pooling, by ONNX Runtime. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hasInception, INCEPTION, inceptionFile } from '#program/inception-cache.mjs'
import { openOnnxModel } from '#compute/onnx/runtime.ts'
import { Refusal } from '#contract/refusal.ts'
import { INCEPTION_FEATURES, INCEPTION_SIDE } from '#diffusion/inception/architecture.ts'
import { FEATURES_OUT, inceptionOnnx, PICTURES } from '#diffusion/inception/onnx-graph.ts'
import { makeResizer, PICTURE_NUMBERS, type ResizeName, sayResize } from '#diffusion/inception/resize.ts'
import { readInceptionWeights } from '#diffusion/inception/weights.ts'
import { featureId, type FeatureNetwork } from './feature-network.ts'
import { pictureSize, shapeText } from './pictures.ts'

/** Pictures that go through Inception at once: 17 MB of input; more gains nothing. */
const BATCH = 16

/** float32 on the processor, by ONNX Runtime. Refused with what to do where set-up has not fetched the weights. */
export async function openInception(resize: ResizeName): Promise<FeatureNetwork> {
  const weights = readInceptionWeights(await inceptionBytes(), inceptionFile())
  const session = openOnnxModel(inceptionOnnx(weights), 'Inception')
  const says = { features: 'inception' as const, network: INCEPTION.sha256, ...sayResize(resize) }
  return {
    id: featureId(says),
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

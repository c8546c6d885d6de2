/** A small classifier of images, whose last hidden layer is the feature space of the Fréchet distance. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { groupAverage, groupNormSwish } from '../networks/group-norm.ts'
import { conv3x3, dense } from '../networks/layers.ts'
import type { ImageShape } from '../networks/network.ts'
import { declareInto, type Declare, type Weights } from '../networks/parameters.ts'

/** Images [B, H, W, C] in [0, 1] -> logits [B, classes] and features [B, 64]. */
export type ClassifierOutput = { logits: tfjs.Tensor2D; features: tfjs.Tensor2D }
export type Classifier = {
  shape: ImageShape
  classes: string[]
  weights: Weights
  parameterCount: number
  run(images: tfjs.Tensor4D): ClassifierOutput
  dispose(): void
}

type Layer = (x: tfjs.Tensor4D) => tfjs.Tensor4D

export const FEATURES = 64
const WIDTHS = [24, 48, 96] as const
const GROUPS = 4

/**
 * Five 3x3 convolutions to 24, 48, 48, 96, 96 channels, each with group norm and swish, the first and third with 2x2 max
 * pooling before the norm, where it leaves a quarter of the work; then 64 swish features of all pixels and one linear layer.
 * Weights start from `seed`, the same ones anywhere.
 */
export function buildClassifier(tf: Tf, shape: ImageShape, classes: string[], seed: number): Classifier {
  const weights: Weights = new Map()
  const constants: tfjs.Tensor[] = []
  const declare = declareInto(tf, weights, seed)
  const layer = (name: string, inputs: number, outputs: number, pool = false): Layer => {
    const average = tf.keep(groupAverage(tf, outputs, GROUPS))
    constants.push(average)
    return convolution(tf, declare, name, inputs, outputs, average, pool)
  }
  const [a, b, c] = WIDTHS
  const layers = [
    layer('conv/0', shape.channels, a, true),
    layer('conv/1', a, b),
    layer('conv/2', b, b, true),
    layer('conv/3', b, c),
    layer('conv/4', c, c),
  ]
  const left = Math.floor(shape.height / 4) * Math.floor(shape.width / 4) * c
  const hidden = dense(declare, 'features', left, FEATURES)
  const output = dense(declare, 'classes', FEATURES, classes.length, { gain: 0 })

  return {
    shape,
    classes,
    weights,
    parameterCount: [...weights.values()].reduce((count, { size }) => count + size, 0),
    run: (images) =>
      tf.tidy(() => {
        const last = layers.reduce((h, run) => run(h), images.mul(2).sub(1) as tfjs.Tensor4D)
        const linear = hidden(last.reshape([images.shape[0], left]))
        const features = linear.mul(linear.sigmoid()) as tfjs.Tensor2D
        return { logits: output(features), features }
      }),
    dispose: () => tf.dispose([...constants, ...weights.values()]),
  }
}

function convolution(
  tf: Tf,
  declare: Declare,
  name: string,
  inputs: number,
  outputs: number,
  average: tfjs.Tensor2D,
  pool: boolean,
): Layer {
  const conv = conv3x3(tf, declare, name, inputs, outputs, { bias: false })
  const gamma = declare(`${name}/gamma`, [1, outputs], 'ones') as unknown as tfjs.Tensor2D
  const beta = declare(`${name}/beta`, [1, outputs], 'zeros') as unknown as tfjs.Tensor2D
  return (x) => {
    const h = conv(x)
    return groupNormSwish(tf, pool ? tf.maxPool(h, 2, 2, 'valid') : h, gamma, beta, average)
  }
}

/** Class probabilities [n, classes] and features [n, 64] of images (NHWC, in [0, 1]), `chunk` at a time. */
export function classify(
  tf: Tf,
  classifier: Classifier,
  images: Float32Array,
  chunk = 250,
): { probabilities: Float32Array; features: Float32Array; n: number } {
  const { height, width, channels } = classifier.shape
  const size = height * width * channels
  const n = images.length / size
  if (!Number.isInteger(n)) throw new RangeError(`${images.length} values are no whole number of images of ${size}`)
  const probabilities = new Float32Array(n * classifier.classes.length)
  const features = new Float32Array(n * FEATURES)
  for (let from = 0; from < n; from += chunk) {
    const to = Math.min(n, from + chunk)
    tf.tidy(() => {
      const x = tf.tensor4d(images.slice(from * size, to * size), [to - from, height, width, channels])
      const output = classifier.run(x)
      probabilities.set(output.logits.softmax().dataSync() as Float32Array, from * classifier.classes.length)
      features.set(output.features.dataSync() as Float32Array, from * FEATURES)
    })
  }
  return { probabilities, features, n }
}

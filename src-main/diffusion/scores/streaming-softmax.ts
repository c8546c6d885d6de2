/** The mean of many vectors under softmax weights, in one pass over blocks of them; and the mean image that they are held less. */
import type { Tensor2D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

/** Largest logit, mass of exp(logit - top) and the sum of what it weighs, a row for each image of the batch. */
export type Running = { top: Tensor2D; mass: Tensor2D; sum: Tensor2D }
/** Of one block: a logit for each image of the batch and each row of `values`. */
export type Weighed = { logits: Tensor2D; values: Tensor2D }

/** Running maximum and mass (Milakov & Gimelshein 2018, arXiv:1805.02867), then a matrix product for the sum. Inside `tf.tidy`. */
export function streamingSoftmax<B>(tf: Tf, blocks: readonly B[], weigh: (block: B) => Weighed): Running {
  let running: Running | undefined
  for (const block of blocks) {
    const before: Running | undefined = running
    running = tf.tidy(() => addBlock(tf, weigh(block), before))
    if (before) tf.dispose(before)
  }
  return running!
}

function addBlock(tf: Tf, { logits, values }: Weighed, before: Running | undefined): Running {
  const blockTop = logits.max<Tensor2D>(1, true)
  const top = before ? tf.maximum<Tensor2D>(before.top, blockTop) : blockTop
  const weights = logits.sub<Tensor2D>(top).exp()
  const mass = weights.sum<Tensor2D>(1, true)
  const sum: Tensor2D = tf.matMul(weights, values)
  if (!before) return { top, mass, sum }
  const fade = before.top.sub(top).exp()
  return { top, mass: mass.add(before.mass.mul(fade)), sum: sum.add(before.sum.mul(fade)) }
}

/** Mean over the images, summed in float64. */
export function meanImage(images: Float32Array, count: number): Float32Array {
  const size = images.length / count
  const sum = new Float64Array(size)
  for (let i = 0; i < images.length; i++) sum[i % size] += images[i]
  return Float32Array.from(sum, (value) => value / count)
}

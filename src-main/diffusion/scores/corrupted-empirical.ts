/** The exact denoiser of a training set under a corruption: which of its images, corrupted, may have become x. */
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { Level } from '#theory/grids/levels.ts'
import type { Corrupt } from '../corruptions/corruption.ts'
import type { ImageShape } from '../networks/network.ts'
import type { ScoreSource } from './denoiser.ts'
import { levelsByTime } from './level-of-batch.ts'
import { meanImage, streamingSoftmax } from './streaming-softmax.ts'

export type CorruptedLaw = { images: Float32Array; count: number; shape: ImageShape; block?: number }
type Block = { y: Tensor2D; corrupted: Tensor2D; halfSquare: Tensor2D }

/**
 * For x0 uniform over y_1 .. y_n and x = C x0 + sigma z:
 *
 *     denoised = sum_j w_j y_j,   w = softmax_j(-|x - C y_j|^2 / (2 sigma^2)) = softmax_j((x . C y_j - |C y_j|^2 / 2) / sigma^2)
 *
 * The images are held less their mean m, and x is taken less C m, which the distances do not see and which keeps the products small.
 * C y_j is made anew when the level changes. One pass over blocks of y with a streaming softmax, as without a corruption.
 */
export function corruptedEmpiricalScore(
  tf: Tf,
  { images, count, shape, block = 3000 }: CorruptedLaw,
  { corrupt, levels }: { corrupt: Corrupt; levels: readonly Level[] },
): ScoreSource {
  const size = images.length / count
  const at = levelsByTime(levels)
  const { height, width, channels } = shape
  const shaped = (y: Tensor2D): Tensor4D => y.reshape([-1, height, width, channels])
  const mean = tf.tensor2d(meanImage(images, count), [1, size])
  const originals = Array.from({ length: Math.ceil(count / block) }, (_, b) => {
    const part = images.subarray(b * block * size, Math.min(count, (b + 1) * block) * size)
    return tf.tidy((): Tensor2D => tf.tensor2d(part, [part.length / size, size]).sub(mean))
  })

  const under = (y: Tensor2D, level: number): Tensor2D =>
    corrupt(shaped(y), tf.ones([y.shape[0]]).mul<Tensor1D>(level)).reshape([-1, size])
  let held: { level: number; mean: Tensor2D; blocks: Block[] } | null = null
  const release = () => held && tf.dispose([held.mean, ...held.blocks.flatMap((b) => [b.corrupted, b.halfSquare])])
  function open(level: number) {
    if (held?.level === level) return held
    release()
    const blocks = originals.map((y) => {
      const corrupted = tf.keep(tf.tidy(() => under(y, level).clone()))
      const halfSquare = tf.keep(
        tf.tidy(() => corrupted.square().sum<Tensor2D>(1).mul<Tensor2D>(0.5).reshape<Tensor2D>([1, -1])),
      )
      return { y, corrupted, halfSquare }
    })
    held = { level, mean: tf.keep(tf.tidy(() => under(mean, level).clone())), blocks }
    return held
  }

  return {
    denoised: (x, sigma, t) =>
      tf.tidy(() => {
        const { mean: middle, blocks } = open(at(sigma, t).corruption)
        const centred: Tensor2D = x.reshape<Tensor2D>([-1, size]).sub(middle)
        const precision = sigma.reshape<Tensor2D>([-1, 1]).square().reciprocal<Tensor2D>()
        const { sum, mass } = streamingSoftmax(tf, blocks, ({ y, corrupted, halfSquare }) => ({
          logits: tf.matMul(centred, corrupted, false, true).sub<Tensor2D>(halfSquare).mul<Tensor2D>(precision),
          values: y,
        }))
        return sum.div(mass).add(mean).reshape(x.shape)
      }),
    dispose() {
      release()
      tf.dispose([mean, ...originals])
    },
  }
}

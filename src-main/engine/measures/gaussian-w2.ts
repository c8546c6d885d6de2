/** W2 of an arm's samples to the Gaussian of the reference, or to one given by its spectrum. */
import type { Tensor2D } from '@tensorflow/tfjs'
import type { Arm } from '#contract/measures.ts'
import { CONFIDENCE } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import type { GaussianLaw } from '#diffusion/scores/gaussian.ts'
import { normalInterval } from '#theory/statistics/frechet-influence.ts'
import { gaussianW2 as estimated, type GaussianW2 } from '#theory/statistics/gaussian-w2.ts'
import type { MeasureRoom } from './arms.ts'
import { linearised } from './means.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

type Spec = SpecOf<'gaussian-w2'>

export const gaussianW2: MeasureRow<Spec> = {
  async measured(spec, arm, room) {
    const { value, influence } = await distanceOf(spec, arm, room)
    const n = influence.length
    return { value, ...normalInterval(value, Math.hypot(...influence) / n, CONFIDENCE), n }
  },
  /** Sample by sample, from the same noise; or against a number, such as the exact one of theory. */
  async compared(spec, first, second, room) {
    const one = await distanceOf(spec, first, room)
    if (!isArm(second)) return linearised(one.value - second, one.influence, second)
    const two = await distanceOf(spec, second, room)
    if (one.influence.length !== two.influence.length)
      throw new Refusal('Arms paired by sample need equal numbers.', { field: 'n' })
    const influence = one.influence.map((value, i) => value - two.influence[i])
    return linearised(one.value - two.value, influence, (one.value + two.value) / 2)
  },
}

async function distanceOf({ spectrum }: Spec, arm: Arm, room: MeasureRoom): Promise<GaussianW2> {
  const { images, n, range } = room.samples(arm)
  const size = images.length / n
  const law: GaussianLaw = spectrum
    ? { mean: new Float32Array(size), variances: Float32Array.from(spectrum) }
    : await room.gaussianOf(range)
  if (law.variances.length !== size)
    throw new Refusal(`The samples of ${arm.name} have ${size} numbers, the law ${law.variances.length}.`, {
      field: 'spectrum',
    })
  const { tf } = room
  const along = tf.tidy(() => {
    const centred: Tensor2D = tf.tensor2d(images, [n, size]).sub(tf.tensor1d(law.mean))
    return law.eigenvectors
      ? tf.matMul(centred, tf.tensor2d(law.eigenvectors, [size, size])).dataSync()
      : centred.dataSync()
  })
  return estimated(along, n, law.variances)
}

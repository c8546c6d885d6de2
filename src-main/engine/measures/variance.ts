/** The variety of samples: their variance over that of the reference. */
import type { Arm } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { firstImages } from '#datasets/dataset.ts'
import type { MeasureRoom } from './arms.ts'
import { comparePaired, measuredMean } from './means.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'
import { onceOfReference } from './once-of-reference.ts'

export const variance: MeasureRow<SpecOf<'variance'>> = {
  /** Mean square distance of samples from their mean, over that of the reference: 1 where both vary alike. */
  measured: async (_, arm, room) => measuredMean(await shares(arm, room)),
  async compared(_, first, second, room) {
    if (!isArm(second)) throw new Refusal('A variance is compared between two arms.', { field: 'second' })
    return comparePaired(await shares(first, room), await shares(second, room))
  },
}

/** Of each sample its squared distance from the mean of all, n/(n - 1) over the variance of the reference. */
async function shares(arm: Arm, room: MeasureRoom): Promise<Float64Array> {
  const { images, n, range } = room.samples(arm)
  const whole = varianceOf(await room.reference(), range)
  const squares = squaredDistances(images, n)
  return squares.map((square) => (square * n) / (n - 1) / whole)
}

/** The total variance of a data set. */
const varianceOf = onceOfReference((reference, range): number => {
  const squares = squaredDistances(firstImages(reference, range), reference.count)
  const found = squares.reduce((sum, square) => sum + square, 0) / reference.count
  if (!(found > 0)) throw new Refusal('All images of the reference are the same.', { field: 'reference' })
  return found
})

function squaredDistances(images: Float32Array, n: number): Float64Array {
  const size = images.length / n
  const mean = new Float64Array(size)
  for (let i = 0; i < images.length; i++) mean[i % size] += images[i] / n
  const squares = new Float64Array(n)
  for (let i = 0; i < images.length; i++) squares[Math.floor(i / size)] += (images[i] - mean[i % size]) ** 2
  return squares
}

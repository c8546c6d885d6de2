/** The variety of samples: their variance over that of the reference. */
import type { Arm } from '#contract/measures.ts'
import { CONFIDENCE } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Dataset, firstImages } from '#datasets/dataset.ts'
import { linearisedBootstrap } from '#theory/statistics/paired-bootstrap.ts'
import { summarise } from '#theory/statistics/summary.ts'
import type { MeasureRoom } from './arms.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

export const variance: MeasureRow<SpecOf<'variance'>> = {
  /** Mean square distance of samples from their mean, over that of the reference: 1 where both vary alike. */
  async measured(_, arm, room) {
    const { mean: value, low, high, n } = summarise(await shares(arm, room), CONFIDENCE)
    return { value, ...(low !== null && { low, high: high! }), n }
  },
  /** Sample by sample, from the same noise. */
  async compared(_, first, second, room) {
    if (!isArm(second)) throw new Refusal('A variance is compared between two arms.', { field: 'second' })
    const [a, b] = [await shares(first, room), await shares(second, room)]
    if (a.length !== b.length)
      throw new Refusal(`Arms paired by sample need equal numbers; got ${a.length} and ${b.length}.`, { field: 'n' })
    const differences = a.map((value, i) => value - b[i])
    const estimate = summarise(differences).mean
    const scale = (summarise(a).mean + summarise(b).mean) / 2
    const about = differences.map((value) => value - estimate)
    const { draws: _draws, ...found } = await linearisedBootstrap(estimate, about, { seed: 0 })
    return { ...found, scale, evidence: 'noise' }
  },
}

/** Of each sample its squared distance from the mean of all, n/(n - 1) over the variance of the reference. */
async function shares(arm: Arm, room: MeasureRoom): Promise<Float64Array> {
  const { images, n, range } = room.samples(arm)
  const reference = await room.reference()
  const whole = varianceOf(reference, range as [0, 1])
  const squares = squaredDistances(images, n)
  return squares.map((square) => (square * n) / (n - 1) / whole)
}

const known = new WeakMap<Dataset, number>()

/** The total variance of a data set; asked by each arm and each comparison. */
function varianceOf(reference: Dataset, range: [0, 1]): number {
  const before = known.get(reference)
  if (before !== undefined) return before
  const squares = squaredDistances(firstImages(reference, range), reference.count)
  const found = squares.reduce((sum, square) => sum + square, 0) / reference.count
  if (!(found > 0)) throw new Refusal('All images of the reference are the same.', { field: 'reference' })
  known.set(reference, found)
  return found
}

function squaredDistances(images: Float32Array, n: number): Float64Array {
  const size = images.length / n
  const mean = new Float64Array(size)
  for (let i = 0; i < images.length; i++) mean[i % size] += images[i] / n
  const squares = new Float64Array(n)
  for (let i = 0; i < images.length; i++) squares[Math.floor(i / size)] += (images[i] - mean[i % size]) ** 2
  return squares
}

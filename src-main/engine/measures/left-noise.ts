/** The noise that a sampler has left where the data have none: in pixels that are the same in every image of the reference. */
import type { Arm } from '#contract/measures.ts'
import { CONFIDENCE } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Dataset, firstImages } from '#datasets/dataset.ts'
import { linearisedBootstrap } from '#theory/statistics/paired-bootstrap.ts'
import { summarise } from '#theory/statistics/summary.ts'
import { UNIT } from '../judge.ts'
import type { MeasureRoom } from './arms.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

export const leftNoise: MeasureRow<SpecOf<'left-noise'>> = {
  /** Mean over the samples of each one's root mean square deviation from that one value, in data units; clamped samples as they are. */
  async measured(_, arm, room) {
    const { mean: value, low, high, n } = summarise(await deviations(arm, room), CONFIDENCE)
    return { value, ...(low !== null && { low, high: high! }), n }
  },
  /** Sample by sample, from the same noise. */
  async compared(_, first, second, room) {
    if (!isArm(second)) throw new Refusal('The noise left is compared between two arms.', { field: 'second' })
    const [a, b] = [await deviations(first, room), await deviations(second, room)]
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

async function deviations(arm: Arm, room: MeasureRoom): Promise<Float64Array> {
  const { images, n, range } = room.samples(arm)
  const size = images.length / n
  const reference = await room.reference()
  const empty = emptyPixels(reference)
  const known = firstImages(reference, range, 1)
  return Float64Array.from({ length: n }, (_, i) => {
    const square = empty.reduce((sum, p) => sum + (images[i * size + p] - known[p]) ** 2, 0)
    return Math.sqrt(square / empty.length)
  })
}

/** Of data that have been looked through already: each arm and each comparison asks. */
const looked = new WeakMap<Dataset, readonly number[]>()

/** Those that are the same in every image. */
function emptyPixels(reference: Dataset): readonly number[] {
  const before = looked.get(reference)
  if (before) return before
  const known = firstImages(reference, UNIT)
  const size = known.length / reference.count
  const differs = new Uint8Array(size)
  for (let i = size; i < known.length; i++) if (known[i] !== known[i % size]) differs[i % size] = 1
  const empty = Array.from({ length: size }, (_, p) => p).filter((p) => !differs[p])
  if (empty.length === 0)
    throw new Refusal('No pixel is the same in every image of the reference.', { field: 'reference' })
  looked.set(reference, empty)
  return empty
}

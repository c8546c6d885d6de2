/** The noise that a sampler has left where the data have none: in pixels that are the same in every image of the reference. */
import type { Arm } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { firstImages } from '#datasets/dataset.ts'
import { UNIT } from '../judge.ts'
import type { MeasureRoom } from './arms.ts'
import { comparePaired, measuredMean } from './means.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'
import { onceOfReference } from './once-of-reference.ts'

export const leftNoise: MeasureRow<SpecOf<'left-noise'>> = {
  /** Mean over the samples of each one's root mean square deviation from that one value, in data units; clamped samples as they are. */
  measured: async (_, arm, room) => measuredMean(await deviations(arm, room)),
  async compared(_, first, second, room) {
    if (!isArm(second)) throw new Refusal('The noise left is compared between two arms.', { field: 'second' })
    return comparePaired(await deviations(first, room), await deviations(second, room))
  },
}

async function deviations(arm: Arm, room: MeasureRoom): Promise<Float64Array> {
  const { images, n, range } = room.samples(arm)
  const size = images.length / n
  const reference = await room.reference()
  const empty = emptyPixels(reference, UNIT)
  const known = firstImages(reference, range, 1)
  return Float64Array.from({ length: n }, (_, i) => {
    const square = empty.reduce((sum, p) => sum + (images[i * size + p] - known[p]) ** 2, 0)
    return Math.sqrt(square / empty.length)
  })
}

/** Those that are the same in every image. */
const emptyPixels = onceOfReference((reference, range): readonly number[] => {
  const known = firstImages(reference, range)
  const size = known.length / reference.count
  const differs = new Uint8Array(size)
  for (let i = size; i < known.length; i++) if (known[i] !== known[i % size]) differs[i % size] = 1
  const empty = Array.from({ length: size }, (_, p) => p).filter((p) => !differs[p])
  if (empty.length === 0)
    throw new Refusal('No pixel is the same in every image of the reference.', { field: 'reference' })
  return empty
})

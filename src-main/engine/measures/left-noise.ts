/** The noise that a sampler has left where the data have none: in pixels that are the same in every image of the reference. */
import { Refusal } from '#contract/refusal.ts'
import { firstImages } from '#datasets/dataset.ts'
import type { MeasureRow, SpecOf } from './measure-row.ts'

export const leftNoise: MeasureRow<SpecOf<'left-noise'>> = {
  /** Root mean square deviation from that one value, in data units, over all samples; clamped samples as they are. */
  async measured(_, arm, room) {
    const { images, n, range } = room.samples(arm)
    const size = images.length / n
    const known = firstImages(await room.reference(), range)
    const [low, high] = [new Float32Array(known.subarray(0, size)), new Float32Array(known.subarray(0, size))]
    for (let i = size; i < known.length; i++) {
      const p = i % size
      if (known[i] < low[p]) low[p] = known[i]
      if (known[i] > high[p]) high[p] = known[i]
    }
    const empty = Array.from({ length: size }, (_, p) => p).filter((p) => low[p] === high[p])
    if (empty.length === 0)
      throw new Refusal('No pixel is the same in every image of the reference.', { field: 'reference' })
    let square = 0
    for (let i = 0; i < n; i++) for (const p of empty) square += (images[i * size + p] - low[p]) ** 2
    return { value: Math.sqrt(square / (n * empty.length)), n }
  },
  compared: null,
}

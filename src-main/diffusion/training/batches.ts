/** The data and noise of a training step, from its number alone (and from what a law has measured, where it is one that measures), so that a resumed run goes on exactly. */
import type { Dataset } from '#datasets/dataset.ts'
import { fillImages } from '#datasets/dataset.ts'
import { type NoiseKey, normals, permutation, STREAMS, uniforms } from '#theory/noise/philox.ts'
import type { Level } from '#theory/grids/levels.ts'
import { drawLevels, drawSigmas, type NoiseLevels } from '../objectives/noise-levels.ts'

export type BatchSource = {
  dataset: Dataset
  dataRange: readonly [number, number]
  noise: NoiseLevels
  /** In the place of what `noise` says, where a law measures as it goes. */
  draw?: (key: NoiseKey, n: number) => Float32Array
  /** Where a corruption is trained along: each level alike, in the place of `noise`. */
  levels?: readonly Level[]
  batchSize: number
  seed: number
  flip: boolean
  /** Whether the objective reads directions beside the noise. */
  slices?: boolean
}
/** Host arrays of one step: x0, z [B, H, W, C], sigma [B], v like z, t and level [B]. The images' arrays are the same every time, filled anew. */
export type Batch = {
  x0: Float32Array
  z: Float32Array
  sigma: Float32Array
  v?: Float32Array
  t?: Float32Array
  level?: Float32Array
}

/**
 * Makes `(step) -> Batch`. Sample i of step k has position p = k B + i in the run. Its image is number p mod n of a new
 * Philox order for each epoch floor(p/n); its noise, level and mirroring come from the streams' sample p.
 */
export function batches({
  dataset,
  dataRange,
  noise,
  draw = (key, n) => drawSigmas(noise, key, n),
  levels,
  batchSize,
  seed,
  flip,
  slices = false,
}: BatchSource): (step: number) => Batch {
  const size = dataset.height * dataset.width * dataset.channels
  const x0 = new Float32Array(batchSize * size)
  const z = new Float32Array(batchSize * size)
  const v = slices ? new Float32Array(batchSize * size) : undefined
  const indices = new Uint32Array(batchSize)
  let epoch = -1
  let order: Uint32Array = new Uint32Array(0)

  function imageAt(position: number): number {
    const wanted = Math.floor(position / dataset.count)
    if (wanted !== epoch) {
      epoch = wanted
      order = permutation({ seed, stream: STREAMS.order, sample: epoch, step: 0 }, dataset.count)
    }
    return order[position % dataset.count]
  }

  return (step) => {
    const first = step * batchSize
    for (let i = 0; i < batchSize; i++) indices[i] = imageAt(first + i)
    fillImages(dataset, indices, dataRange, x0)
    for (let i = 0; i < batchSize; i++) {
      const key = { seed, stream: STREAMS.training, sample: first + i, step: 0 }
      normals(key, z.subarray(i * size, (i + 1) * size))
      if (v) normals({ ...key, stream: STREAMS.slices }, v.subarray(i * size, (i + 1) * size))
      if (flip && isMirrored(key)) mirror(x0.subarray(i * size, (i + 1) * size), dataset)
    }
    const key = { seed, stream: STREAMS.sigma, sample: first, step: 0 }
    if (levels) return { x0, z, v, ...drawLevels(levels, key, batchSize) }
    return { x0, z, sigma: draw(key, batchSize), v }
  }
}

const coin = new Float32Array(1)
function isMirrored(key: Parameters<typeof uniforms>[0]): boolean {
  uniforms({ ...key, step: 1 }, coin)
  return coin[0] < 0.5
}

/** Left and right exchanged, in place. `image` is HWC. */
function mirror(image: Float32Array, { height, width, channels }: Dataset): void {
  for (let row = 0; row < height; row++) {
    for (let left = 0, right = width - 1; left < right; left++, right--) {
      for (let c = 0; c < channels; c++) {
        const a = (row * width + left) * channels + c
        const b = (row * width + right) * channels + c
        const kept = image[a]
        image[a] = image[b]
        image[b] = kept
      }
    }
  }
}

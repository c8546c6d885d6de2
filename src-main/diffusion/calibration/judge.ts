/** What a schedule is judged by: how far from the flow's exact end it ends, on noise that it was not chosen on. */
import { bootstrapInterval } from '#theory/statistics/bootstrap.ts'
import { pairedBootstrap } from '#theory/statistics/paired-bootstrap.ts'
import type { Interval } from '#contract/calibration.ts'
import { sampleChunks, type SampleChunks } from '../samplers/sample.ts'

/** The end points of n starts along `sigmas`, then 0: one image after another. */
export async function endPoints(
  run: Omit<SampleChunks, 'onChunk' | 'onStep' | 'dataRange'>,
  tick?: (done: number, of: number) => void,
): Promise<Float32Array> {
  const { height, width, channels } = run.shape
  const size = height * width * channels
  const all = new Float32Array(run.n * size)
  await sampleChunks({
    ...run,
    dataRange: null,
    onStep: tick && (({ chunk, chunks, step, steps }) => tick(chunk * steps + step, chunks * steps)),
    onChunk: ({ raw, from }) => all.set(raw, from * size),
  })
  return all
}

/** Squared Euclidean distance of each image from its like. */
export function squaredDistances(a: Float32Array, b: Float32Array, n: number): Float64Array {
  const size = a.length / n
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0
    for (let k = i * size; k < (i + 1) * size; k++) sum += (a[k] - b[k]) ** 2
    return sum
  })
}

const rms = (squares: Float64Array, indices: ArrayLike<number>) => {
  let sum = 0
  for (let i = 0; i < indices.length; i++) sum += squares[indices[i]]
  return Math.sqrt(sum / indices.length)
}

/** Root mean square of the distances, 95 % by the bootstrap over images (percentiles). */
export function rmsInterval(squares: Float64Array, seed: number): Interval {
  const { estimate, low, high } = bootstrapInterval(squares.length, (indices) => rms(squares, indices), {
    seed,
    method: 'percentile',
  })
  return { value: estimate, low, high }
}

/** rms of `a` less that of `b`, over images that were paired by their start: both are resampled alike. */
export async function rmsDifference(a: Float64Array, b: Float64Array, seed: number): Promise<Interval & { p: number }> {
  const difference = (indices: ArrayLike<number>) => rms(a, indices) - rms(b, indices)
  const { estimate, low, high, pValue } = await pairedBootstrap(a.length, difference, { seed })
  return { value: estimate, low, high, p: pValue }
}

export const rmsOf = (squares: Float64Array) => Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / squares.length)

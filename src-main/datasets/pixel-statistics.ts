/** Mean and standard deviation of the pixels, in all, per channel and per position, in float64. */
import type { Dataset } from './dataset.ts'

/** In units of the data range asked for. Standard deviations divide by n. */
export type PixelStatistics = {
  mean: number
  std: number
  perChannel: { mean: number; std: number }[]
  /** HWC: mean and standard deviation of each position over the images. */
  perPixel: { mean: Float64Array; std: Float64Array }
  /** Positions with one value throughout, which no covariance can be inverted over (MNIST's border). */
  constantPixels: number
}

/**
 * From sums over the images of each position. Bytes are summed as integers: variance = (n S2 - S1^2) / n^2 is exact as long
 * as n S2 < 2^53, some 370,000 images, so a constant pixel has variance 0. Floats are summed about the first image.
 */
export function pixelStatistics(dataset: Dataset, dataRange: readonly [number, number] = [0, 1]): PixelStatistics {
  const { pixels, count, channels, floatRange } = dataset
  const size = pixels.length / count
  const [lo, hi] = dataRange
  const isByte = pixels instanceof Uint8Array
  const [from, to] = isByte ? [0, 255] : (floatRange ?? [lo, hi])
  const gain = (hi - lo) / (to - from)
  const origin = isByte ? new Float64Array(size) : Float64Array.from(pixels.subarray(0, size))
  const sums = new Float64Array(size)
  const squares = new Float64Array(size)
  for (let start = 0; start < pixels.length; start += size) {
    for (let p = 0; p < size; p++) {
      const value = pixels[start + p] - origin[p]
      sums[p] += value
      squares[p] += value * value
    }
  }
  const mean = sums.map((sum, p) => lo + gain * (origin[p] + sum / count - from))
  const variance = squares.map((square, p) => (gain * gain * Math.max(0, count * square - sums[p] ** 2)) / count ** 2)
  const pooled = (first: number, stride: number) => pool(mean, variance, first, stride)
  return {
    ...pooled(0, 1),
    perChannel: Array.from({ length: channels }, (_, channel) => pooled(channel, channels)),
    perPixel: { mean, std: variance.map(Math.sqrt) },
    constantPixels: variance.filter((value) => value === 0).length,
  }
}

/** Every `stride`-th position pooled: the mean of the variances plus the variance of the means. */
function pool(
  mean: Float64Array,
  variance: Float64Array,
  first: number,
  stride: number,
): { mean: number; std: number } {
  const positions = mean.length / stride
  let centre = 0
  for (let p = first; p < mean.length; p += stride) centre += mean[p] / positions
  let spread = 0
  for (let p = first; p < mean.length; p += stride) spread += (variance[p] + (mean[p] - centre) ** 2) / positions
  return { mean: centre, std: Math.sqrt(spread) }
}

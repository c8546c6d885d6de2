/** Which pixels a resized line is mixed of, and in what shares. */

/** Place i of the result is the sum over k < count of weights[i * count + k] times pixel first[i] + k; weights past an edge are 0. */
export type Taps = { first: Int32Array; count: number; weights: Float64Array }

/** PyTorch's interpolate(mode='bilinear', align_corners=False): two neighbours, half-pixel centres, edges repeated, shrinking unsmoothed. */
export function bilinearTaps(from: number, to: number): Taps {
  const first = new Int32Array(to)
  const weights = new Float64Array(2 * to)
  // In float32, as PyTorch computes the places.
  const scale = Math.fround(from / to)
  for (let i = 0; i < to; i++) {
    const at = Math.max(0, Math.fround(Math.fround(scale * (i + 0.5)) - 0.5))
    const left = Math.min(Math.floor(at), from - 1)
    const share = left + 1 < from ? Math.fround(at - left) : 0
    first[i] = left
    weights.set([1 - share, share], 2 * i)
  }
  return { first, count: 2, weights }
}

/** Keys 1981 with a = -1/2, as Pillow has it. */
function bicubic(x: number): number {
  const t = Math.abs(x)
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1
  if (t < 2) return ((-0.5 * t + 2.5) * t - 4) * t + 2
  return 0
}

const REACH = 2

/** Pillow's BICUBIC: the kernel widened by the factor of shrinking, cut at the edges, its weights brought to a sum of 1. */
export function bicubicTaps(from: number, to: number): Taps {
  const scale = from / to
  const stretch = Math.max(1, scale)
  const reach = REACH * stretch
  const count = 2 * Math.ceil(reach) + 1
  const first = new Int32Array(to)
  const weights = new Float64Array(count * to)
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale
    const low = Math.max(0, Math.trunc(centre - reach + 0.5))
    const high = Math.min(from, Math.trunc(centre + reach + 0.5))
    let sum = 0
    for (let x = low; x < high; x++) sum += weights[i * count + x - low] = bicubic((x - centre + 0.5) / stretch)
    for (let k = 0; k < high - low; k++) weights[i * count + k]! /= sum
    first[i] = low
  }
  return { first, count, weights }
}

/** Sums over images from which a denoiser's regression on the noisy image is found, direction by direction, and found again without each group of them. */
import type { Deviation } from '#theory/ledger/linear-denoiser.ts'

export const GROUPS = 16

/** Of one level, a group of images each: count, and sums over it of y, y^2, e, y e and e^2 in every direction. */
export type LevelSums = { sigma: number; groups: GroupSums[] }
type GroupSums = { n: number; y: Float64Array; yy: Float64Array; e: Float64Array; ye: Float64Array; ee: number }

export const levelSums = (sigma: number, size: number): LevelSums => ({
  sigma,
  groups: Array.from({ length: GROUPS }, () => ({
    n: 0,
    y: new Float64Array(size),
    yy: new Float64Array(size),
    e: new Float64Array(size),
    ye: new Float64Array(size),
    ee: 0,
  })),
})

/** y = V'(x - mean) and e = V'(D - D_exact) of image `image`, the row of both that begins at `from`. */
export function addImage({ groups }: LevelSums, image: number, y: Float32Array, e: Float32Array, from: number): void {
  const sums = groups[image % GROUPS]
  sums.n++
  for (let j = 0; j < sums.y.length; j++) {
    const [a, b] = [y[from + j], e[from + j]]
    sums.y[j] += a
    sums.yy[j] += a * a
    sums.e[j] += b
    sums.ye[j] += a * b
    sums.ee += b * b
  }
}

/**
 * The regression of e on y: gain cov(y, e)/var(y) and what is left of e at y = 0, of all images, or of all but one
 * group.
 */
export function deviationOf({ sigma, groups }: LevelSums, spectrum: Float64Array, without?: number): Deviation {
  const used = groups.filter((_, g) => g !== without)
  const n = used.reduce((sum, group) => sum + group.n, 0)
  const gain = new Float64Array(spectrum.length)
  const offset = new Float64Array(spectrum.length)
  for (let j = 0; j < spectrum.length; j++) {
    let [y, yy, e, ye] = [0, 0, 0, 0]
    for (const group of used) {
      y += group.y[j]
      yy += group.yy[j]
      e += group.e[j]
      ye += group.ye[j]
    }
    gain[j] = (ye - (y * e) / n) / (yy - (y * y) / n)
    offset[j] = (e - gain[j] * y) / n
  }
  return { sigma, gain, offset }
}

/** Mean over images of |e|^2. */
export const meanSquare = ({ groups }: LevelSums) =>
  groups.reduce((sum, { ee }) => sum + ee, 0) / groups.reduce((sum, { n }) => sum + n, 0)

/** Points drawn from a 2-D law as a dataset: images of height 1, width 2, one unbounded channel, no classes. */
import { Refusal } from '#contract/refusal.ts'
import { makeDataset, type Dataset } from './dataset.ts'
import { LAW_2D_DEFAULTS, LAWS_2D, samplePoints, type Law2d, type Law2dName } from './laws-2d.ts'

const MAX_POINTS = 10_000_000

export const LAW_NAMES = Object.keys(LAWS_2D)
export const isLaw2d = (name: string): name is Law2dName => Object.hasOwn(LAWS_2D, name)

/** The law that a dataset's name alone stands for. */
export const namedLaw2d = (name: Law2dName): Law2d =>
  (LAWS_2D[name] as (params: unknown) => Law2d)(LAW_2D_DEFAULTS[name])

/** `count` points of float32; the same seed gives the same points, and more of them begin with fewer. */
export function lawDataset(name: Law2dName, count: number, seed: number): Dataset {
  if (!(Number.isInteger(count) && count >= 1 && count <= MAX_POINTS)) {
    throw new Refusal(`n must be a whole number of points from 1 to ${MAX_POINTS}, got ${count}.`, { field: 'n' })
  }
  const pixels = Float32Array.from(samplePoints(namedLaw2d(name), seed, count))
  return makeDataset({ name, height: 1, width: 2, channels: 1, classes: [], labels: null, pixels, floatRange: null })
}

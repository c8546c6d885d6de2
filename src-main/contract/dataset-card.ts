/** What is told of a data set: its card, how far apart its data lie, one of its images as numbers. */
import type { Reading } from './import.ts'

export type DatasetDistances = {
  /** `exact`: every pair was compared or ruled out, and `upperBound` is `max`. */
  distances: {
    max: number
    upperBound: number
    exact: boolean
    compared: number
    quantiles: { median: number; q90: number; q99: number; max: number }
    sampled: number
  }
  /** Standard deviation per coordinate. */
  dataStd: number
  dimension: number
  /** Images that were looked at. */
  n: number
  seconds: number
}
export type PictureValues = { height: number; width: number; channels: number; pixels: number[] }

/** What an import would keep, seen before it is kept. */
export type ImportPreview = Pick<
  DatasetCard,
  'name' | 'hash' | 'count' | 'height' | 'width' | 'channels' | 'classes' | 'classCounts' | 'mean' | 'std' | 'reading'
> & {
  dtype: 'uint8' | 'float32'
  /** Least and largest value as they would be kept, and the range that they are read in; null of points. */
  ends: { least: number; most: number; of: readonly [number, number] | null }
  /** Fields of an import that this format makes use of, in snake_case. */
  uses: string[]
  /** Files that are no pictures, and were passed over. */
  passedOver: string[]
  /** PNG of the first pictures in the order of the source, or of where the points lie; null where channels have no picture. */
  png: Uint8Array | null
  shown: number
}

export type DatasetCard = {
  id: string
  name: string
  hash: string
  count: number
  height: number
  width: number
  channels: number
  classes: string[]
  classCounts: number[]
  mean: number
  std: number
  /** Shipped data and 2-D laws cannot be removed. */
  builtIn: boolean
  lineage: string | null
  /** Of data that were brought: what was guessed and converted. */
  reading: Reading | null
}

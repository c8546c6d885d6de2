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

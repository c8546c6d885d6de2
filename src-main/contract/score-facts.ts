/** What is known of a score and of the data that it learned: what a schedule for it is judged by. Plain data. */
import type { DataRange } from './schedule.ts'

/** Of a data set, lengths in [0, 1] for pictures, in its own units for points. */
export type DataFacts = {
  dimension: number
  /** Pictures, which have a range; false of points, whose lengths are in their own units whatever the schedule's range is. */
  ranged: boolean
  /** Standard deviation per coordinate. */
  std: number
  /** Images that were looked at. */
  n: number
  distances: {
    /** Between two data: reached by a pair, and what no pair is above. */
    max: number
    upperBound: number
    exact: boolean
    quantiles: { median: number; q90: number; q99: number; max: number }
  }
  /** Variances along the axes of the covariance, gathered, each with how many axes have it; null where it cannot be had here. */
  spectrum: { values: number[]; weights: number[] } | null
}

/** Lengths in the score's own units. */
export type ScoreFacts = {
  /** In a few words: the network, or whose exact score. */
  score: string
  isNetwork: boolean
  /** The data in a few words: `mnist`, `mnist, 500 of them`. Null where nothing says what was learned. */
  data: string | null
  facts: DataFacts | null
  /** Null of an exact score, which has none of its own: `facts` are then in [0, 1]. */
  dataRange: DataRange | null
  trained: { sigmaMin: number; sigmaMax: number } | null
  /** Preconditioned for any sigma, as EDM's. */
  scales: boolean
}

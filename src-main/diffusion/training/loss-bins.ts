/** The loss by noise level, or by time where a corruption is trained along one: where a network still learns. */
import { levelLaw } from '#theory/effort/noise-laws.ts'
import type { NoiseLevels } from '../objectives/noise-levels.ts'

/** Mean loss of the samples with `from` <= sigma (or t) < `to`; null where there were none. The outermost bins are open. */
export type LossBin = { from: number; to: number; count: number; loss: number | null }

const BINS = 8

/** Ends of eight bins, equal in ln sigma, over the levels trained at (nearly all of them, where the law has no ends). */
export function sigmaBinEdges(noise: NoiseLevels): Float64Array {
  const [low, most] = levelLaw(noise).span
  const high = most > low ? most : low * 2
  return Float64Array.from({ length: BINS + 1 }, (_, i) => low * (high / low) ** (i / BINS))
}

/** Ends of eight equal bins of t in [0, 1]. */
export const timeBinEdges = (): Float64Array => Float64Array.from({ length: BINS + 1 }, (_, i) => i / BINS)

/** Means since the last `take`. */
export class LossBins {
  private readonly edges: Float64Array
  private readonly sums = new Float64Array(BINS)
  private readonly counts = new Uint32Array(BINS)

  constructor(edges: Float64Array) {
    this.edges = edges
  }

  add(losses: ArrayLike<number>, at: ArrayLike<number>): void {
    for (let i = 0; i < losses.length; i++) {
      let bin = 0
      while (bin < BINS - 1 && at[i] >= this.edges[bin + 1]) bin++
      this.sums[bin] += losses[i]
      this.counts[bin]++
    }
  }

  take(): LossBin[] {
    const bins = Array.from(this.sums, (sum, i) => ({
      from: this.edges[i],
      to: this.edges[i + 1],
      count: this.counts[i],
      loss: this.counts[i] > 0 ? sum / this.counts[i] : null,
    }))
    this.sums.fill(0)
    this.counts.fill(0)
    return bins
  }
}

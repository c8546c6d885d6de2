/** How many samples or training seeds a comparison needs, so that an effect of the published size is found with 80 % power. */

import type { Needed } from '#contract/study-result.ts'
import { normalQuantile } from './normal.ts'
import { studentTQuantile } from './student-t.ts'
import { leastSeedP } from './seed-comparison.ts'

/** Paired samples over one noise, or pairs of trainings. */
export type Evidence = 'noise' | 'trainings'

const POWER = 0.8
const MOST = 1e9

type Measured = {
  publishedRelativeSize: number | null
  scale: number
  low: number | null
  high: number | null
  confidence: number
  evidence: Evidence
  n: number
}

/**
 * The least n with (z_(1 - level/(2 m)) + z_power) sd/sqrt(n) <= published effect, for the worst place among m comparisons under Holm, sd
 * from the interval at hand; planned on the published effect, not on the one measured, which chance has moved. Of trainings, also no
 * fewer than the seeds whose sign-flip test can reach level/m at all, with Student's quantiles for so few. Null where no size is published.
 */
export function evidenceNeeded(comparison: Measured, comparisons: number, level: number): Needed | null {
  const { publishedRelativeSize, scale, low, high, confidence, evidence, n } = comparison
  if (!publishedRelativeSize || low === null || high === null) return null
  const trainings = evidence === 'trainings'
  const quantile = (p: number, count: number) => (trainings ? studentTQuantile(p, count - 1) : normalQuantile(p))
  const sd = ((high - low) / 2 / quantile((1 + confidence) / 2, n)) * Math.sqrt(n)
  const effect = publishedRelativeSize * scale
  const own = level / comparisons
  const enough = (count: number) =>
    (!trainings || leastSeedP(count) < own) &&
    ((quantile(1 - own / 2, count) + quantile(POWER, count)) * sd) / Math.sqrt(count) <= effect
  let most = 4
  while (most < MOST && !enough(most)) most *= 2
  if (most >= MOST) return null
  let least = Math.max(2, most / 2)
  if (enough(least)) return { evidence, n: least, power: POWER }
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (enough(middle)) most = middle
    else least = middle
  }
  return { evidence, n: most, power: POWER }
}

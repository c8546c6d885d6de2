/** Whether a published claim is found again: a rule fixed before anything runs. */

import { holm } from './holm.ts'
import type { Finding, Needed, VerdictName } from '#contract/study-result.ts'
import { evidenceNeeded, type Evidence } from './evidence-needed.ts'

export type { VerdictName }

export type Comparison = {
  name: string
  /** Sign of first - second as published; 0 for an equality, which is reported and not tested. */
  publishedSign: -1 | 0 | 1
  /** Published |first - second| over the mean of both; null where no numbers are printed, which leaves `not found` out of reach. */
  publishedRelativeSize: number | null
  /** Ours of first - second, null where a run is missing, with its interval and two-sided p. */
  estimate: number | null
  low: number | null
  high: number | null
  confidence: number
  pValue: number | null
  /** Mean of both of ours, what the published relative size is a share of; 1 where the estimate is relative already. */
  scale: number
  /** What was resampled, and how many of it there are. */
  evidence: Evidence
  n: number
}

export type Judged = { name: string; finding: Finding; adjustedP: number | null; needed: Needed | null }
export type Verdict = {
  /** Null where nothing is tested: equalities and pictures are reported. */
  verdict: VerdictName | null
  level: number
  comparisons: Judged[]
  /** Of `too little evidence`: the most that an open comparison needs for 80 % power; null where no size is published or a run is missing. */
  needed: Needed | null
}

/** Every comparison is tested at this level after Holm. */
export const LEVEL = 0.01

/**
 * `found again`: every tested comparison has the published sign and p < level after Holm. `reversed`: one has the other sign with
 * p < level. `not found`: one was not found and its interval excludes an effect of the published relative size. `too little evidence`:
 * the rest. In this order of precedence, `reversed` first. Without any effect the first two come with probability `level` at most
 * together; where the effects are as published, `not found` comes with half of 1 - confidence at most for each comparison.
 */
export function verdictOf(comparisons: readonly Comparison[], level = LEVEL): Verdict {
  const tested = comparisons.filter(({ publishedSign }) => publishedSign !== 0)
  const adjusted = holm(tested.map(({ pValue, estimate }) => (estimate === null ? null : pValue)))
  const judged = comparisons.map((comparison): Judged => {
    const at = tested.indexOf(comparison)
    const adjustedP = at < 0 ? null : adjusted[at]
    const finding = findingOf(comparison, adjustedP, level)
    const needed = finding === 'open' ? evidenceNeeded(comparison, tested.length, level) : null
    return { name: comparison.name, finding, adjustedP, needed }
  })
  const has = (finding: Finding) => judged.some((one) => one.finding === finding)
  const verdict: VerdictName | null =
    tested.length === 0
      ? null
      : has('reversed')
        ? 'reversed'
        : has('smaller')
          ? 'not found'
          : has('open') || has('missing')
            ? 'too little evidence'
            : 'found again'
  return { verdict, level, comparisons: judged, needed: verdict === 'too little evidence' ? mostNeeded(judged) : null }
}

function findingOf(comparison: Comparison, adjustedP: number | null, level: number): Finding {
  const { publishedSign, publishedRelativeSize, estimate, low, high, scale } = comparison
  if (estimate === null || low === null || high === null) return 'missing'
  if (publishedSign === 0) return 'reported'
  if (adjustedP === null) return 'missing'
  if (adjustedP < level && estimate !== 0) return Math.sign(estimate) === publishedSign ? 'found' : 'reversed'
  if (publishedRelativeSize === null) return 'open'
  const published = publishedRelativeSize * scale
  return (publishedSign > 0 ? high < published : low > -published) ? 'smaller' : 'open'
}

function mostNeeded(judged: readonly Judged[]): Needed | null {
  if (judged.some(({ finding }) => finding === 'missing')) return null
  const needed = judged.flatMap((one) => (one.finding === 'open' ? [one.needed] : []))
  if (needed.length === 0 || needed.includes(null)) return null
  return (needed as Needed[]).reduce((most, one) => (one.n > most.n ? one : most))
}

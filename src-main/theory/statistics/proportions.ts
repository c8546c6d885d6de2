/** Class proportions of samples, with intervals that hold for all classes at once. */

import { Refusal } from '#contract/refusal.ts'
import { betaQuantile } from './beta.ts'

export type Proportion = { count: number; share: number; low: number; high: number }

export type Proportions = {
  n: number
  /** Probability, at least, that every interval holds its class's true share. */
  confidence: number
  method: 'Clopper-Pearson intervals with Bonferroni correction'
  classes: Proportion[]
}

/**
 * Shares count/n with simultaneous intervals: Clopper & Pearson 1934 (Biometrika 26) at level 1 - (1 - confidence)/k for each
 * of k classes, so that by Bonferroni all hold together with probability at least `confidence`, whatever the true shares.
 * Chosen over Goodman 1965 and Sison & Glaz 1995 for the rare classes: their intervals rest on normal theory and cover too
 * seldom when a class is expected a few times or never, which is what a missing-mode check asks about.
 */
export function classProportions(counts: ArrayLike<number>, confidence = 0.95): Proportions {
  if (!(confidence > 0 && confidence < 1))
    throw new Refusal(`confidence must lie between 0 and 1; got ${confidence}.`, { field: 'confidence' })
  const list = Array.from(counts)
  const bad = list.findIndex((count) => !Number.isSafeInteger(count) || count < 0)
  if (bad >= 0) throw new Refusal(`Count ${bad} must be a whole number; got ${list[bad]}.`, { field: 'counts' })
  const n = list.reduce((sum, count) => sum + count, 0)
  if (n === 0) throw new Refusal('There are no samples to count.', { field: 'counts' })
  const error = (1 - confidence) / list.length
  return {
    n,
    confidence,
    method: 'Clopper-Pearson intervals with Bonferroni correction',
    classes: list.map((count) => ({ count, share: count / n, ...clopperPearson(count, n, error) })),
  }
}

/** The interval of shares that two one-sided binomial tests, each at error/2, do not refuse. */
export function clopperPearson(count: number, n: number, error: number): { low: number; high: number } {
  return {
    low: count === 0 ? 0 : betaQuantile(error / 2, count, n - count + 1),
    // By the mirrored law, so that a share near 1 and one near 0 are treated alike.
    high: count === n ? 1 : 1 - betaQuantile(error / 2, n - count, count + 1),
  }
}

/** Tests of paired differences: the same noise or the same seed along two schedules. */

import { Refusal } from '#contract/refusal.ts'
import { STREAMS, uniforms } from '../noise/philox.ts'
import { studentTCdf } from './student-t.ts'
import { summarise } from './summary.ts'

export type PairedTest = {
  n: number
  /** Mean of first - second. */
  difference: number
  /** Two-sided. */
  pValue: number
  method: string
}

function differences(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
  const n = first.length
  if (second.length !== n)
    throw new Refusal(`Pairs need equal numbers of values; got ${n} and ${second.length}.`, { field: 'pairs' })
  if (n < 2) throw new Refusal('A paired test needs at least 2 pairs.', { field: 'pairs' })
  const d = Float64Array.from({ length: n }, (_, i) => first[i] - second[i])
  if (!d.every(Number.isFinite)) throw new Refusal('A pair holds a number that is not finite.', { field: 'pairs' })
  return d
}

/** Student's paired t: t = mean(d)/(sd(d)/sqrt(n)), n - 1 degrees of freedom, with the interval of the mean difference. */
export function pairedTTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  confidence = 0.95,
): PairedTest & { t: number; df: number; low: number; high: number } {
  const { n, mean, standardError, low, high } = summarise(differences(first, second), confidence)
  if (standardError === 0 && mean !== 0)
    throw new Refusal('All differences are equal, so the t test has no scale; use the sign-flip test.', {
      field: 'pairs',
    })
  const t = mean === 0 ? 0 : mean / standardError!
  return {
    n,
    difference: mean,
    t,
    df: n - 1,
    pValue: 2 * studentTCdf(-Math.abs(t), n - 1),
    low: low!,
    high: high!,
    method: 'paired t test',
  }
}

const EXACT_UP_TO = 20

/**
 * Sign-flip permutation test of a zero-symmetric difference (Fisher 1935): how often random signs give a sum at least as far from
 * 0. All 2^n sign patterns for n <= 20, else `replicates` drawn ones with p = (hits + 1)/(replicates + 1).
 */
export function signFlipTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { replicates = 20_000, seed }: { replicates?: number; seed: number },
): PairedTest {
  const d = differences(first, second)
  const n = d.length
  const total = d.reduce((sum, value) => sum + value, 0)
  // Sums of the same numbers in another order differ by rounding, and must count as ties.
  const bound = Math.abs(total) - 1e-12 * d.reduce((sum, value) => sum + Math.abs(value), 0)
  if (n <= EXACT_UP_TO) {
    let hits = 1
    let sum = total
    const signs = new Int8Array(n).fill(1)
    // Gray code: consecutive patterns differ in one sign, the position of the lowest set bit of the counter.
    for (let k = 1; k < 2 ** n; k++) {
      const i = 31 - Math.clz32(k & -k)
      signs[i] *= -1
      sum += 2 * signs[i] * d[i]
      if (Math.abs(sum) >= bound) hits += 1
    }
    return { n, difference: total / n, pValue: hits / 2 ** n, method: `sign-flip test, all ${2 ** n} patterns` }
  }
  const u = new Float64Array(n)
  let hits = 0
  for (let sample = 0; sample < replicates; sample++) {
    uniforms({ seed, stream: STREAMS.bootstrap, sample, step: 1 }, u)
    let sum = 0
    for (let i = 0; i < n; i++) sum += u[i] < 0.5 ? d[i] : -d[i]
    if (Math.abs(sum) >= bound) hits += 1
  }
  return {
    n,
    difference: total / n,
    pValue: (hits + 1) / (replicates + 1),
    method: `sign-flip test, ${replicates} patterns`,
  }
}

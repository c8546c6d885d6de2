/** Arms trained with the same seeds: each arm's mean and spread, and every pair's difference with a p-value that counts the others. */

import { Refusal } from '#contract/refusal.ts'
import { holm } from './holm.ts'
import { signFlipTest } from './paired.ts'
import { summarise, type Summary } from './summary.ts'

/** One value a seed, in one order of seeds for all arms; null where that run is missing. */
export type SeedArm = { name: string; values: readonly (number | null)[] }

export type SeedDifference = {
  first: string
  second: string
  /** Seeds that both have. */
  n: number
  /** Mean of first - second with Student's interval; null, as all below, for fewer than 2 seeds. */
  difference: number | null
  low: number | null
  high: number | null
  confidence: number
  /** Exact sign-flip permutation over seeds, two-sided: never below 2/2^n. */
  pValue: number | null
  /** Holm's, over all pairs of the table. */
  adjustedP: number | null
}

export type SeedTable = {
  arms: { name: string; missing: number; summary: Summary | null }[]
  differences: SeedDifference[]
}

/** The least p that n seeds can reach: all signs alike, either way. */
export const leastSeedP = (n: number): number => Math.min(1, 2 ** (1 - n))

/** Every arm's summary and the paired differences of all pairs, or of each with `against` alone. */
export function compareSeeds(
  arms: readonly SeedArm[],
  { confidence = 0.95, against, seed = 0 }: { confidence?: number; against?: string; seed?: number } = {},
): SeedTable {
  const length = arms[0]?.values.length
  if (arms.some(({ values }) => values.length !== length))
    throw new Refusal('Every arm needs one value a seed, null where it is missing.', { field: 'values' })
  if (against !== undefined && !arms.some(({ name }) => name === against))
    throw new Refusal(`There is no arm ${against}: there are ${arms.map(({ name }) => name).join(', ')}.`, {
      field: 'against',
    })
  const pairs = arms.flatMap((first, i) =>
    against === undefined
      ? arms.slice(i + 1).map((second) => [first, second] as const)
      : first.name === against
        ? []
        : [[first, arms.find(({ name }) => name === against)!] as const],
  )
  const tested = pairs.map(([first, second]) => difference(first, second, confidence, seed))
  const adjusted = holm(tested.map(({ pValue }) => pValue))
  return {
    arms: arms.map(({ name, values }) => {
      const there = values.filter((value) => value !== null)
      return {
        name,
        missing: values.length - there.length,
        summary: there.length > 0 ? summarise(there, confidence) : null,
      }
    }),
    differences: tested.map((test, i) => ({ ...test, adjustedP: adjusted[i] })),
  }
}

function difference(
  first: SeedArm,
  second: SeedArm,
  confidence: number,
  seed: number,
): Omit<SeedDifference, 'adjustedP'> {
  const both = first.values.flatMap((a, i) => {
    const b = second.values[i]
    return a === null || b === null ? [] : [[a, b] as const]
  })
  const named = { first: first.name, second: second.name, n: both.length, confidence }
  if (both.length < 2) return { ...named, difference: null, low: null, high: null, pValue: null }
  const [xs, ys] = [both.map(([a]) => a), both.map(([, b]) => b)]
  const { mean, low, high } = summarise(
    xs.map((x, i) => x - ys[i]),
    confidence,
  )
  return { ...named, difference: mean, low, high, pValue: signFlipTest(xs, ys, { seed }).pValue }
}

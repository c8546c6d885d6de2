/** How often intervals hold what they say they hold, where the truth is known. */
import { factored, frechetBetween } from '#theory/statistics/frechet-features.ts'
import { frechetError, normalInterval } from '#theory/statistics/frechet-influence.ts'
import { frechetLine } from '#theory/statistics/frechet-infinity.ts'
import { kernelDistance } from '#theory/statistics/kernel-distance.ts'
import { shareSpread, spreadDifference } from '#theory/statistics/share-spread.ts'
import { summarise } from '#theory/statistics/summary.ts'
import { knownFrechet, labels, moved, still } from './laws.ts'

const CONFIDENCE = 0.95
const share = (held: readonly boolean[]) => held.filter(Boolean).length / held.length
const holds = ({ low, high }: { low: number; high: number }, truth: number) =>
  low <= truth + 1e-12 && truth <= high + 1e-12

/** Features, and rows of either set. */
const SIZES: readonly (readonly [number, readonly number[]])[] = [
  [4, [50, 200]],
  [16, [32, 64, 256]],
  [64, [64, 128, 256, 1024]],
]

/** Both intervals of FID, of two sets of n rows each. */
export async function frechetCoverage(repeats: number) {
  const rows = []
  for (const [d, sizes] of SIZES)
    for (const n of sizes)
      for (const delta of [0, 0.3]) {
        const found: { distance: number; standardError: number; line: number }[] = []
        for (let r = 0; r < repeats; r++) {
          const [a, b] = [moved({ d, delta }, n, 2 * r), still({ d, delta }, n, 2 * r + 1)]
          const factors = [factored(a), factored(b)] as const
          const { standardError } = frechetError(a, b, factors)
          const { distance } = frechetBetween(...factors)
          found.push({ distance, standardError, line: (await frechetLine(a, b))!.value })
        }
        const { mean, sd } = summarise(found.map(({ distance }) => distance))
        const known = knownFrechet({ d, delta })
        const within = (of: 'distance' | 'line', truth: number) =>
          share(found.map((one) => holds(normalInterval(one[of], one.standardError, CONFIDENCE), truth)))
        rows.push({
          d,
          n,
          known,
          mean_fid: mean,
          mean_fid_inf: summarise(found.map(({ line }) => line)).mean,
          error_over_sd: summarise(found.map(({ standardError }) => standardError)).mean / sd!,
          fid_holds_its_mean: within('distance', mean),
          fid_inf_holds_the_known: within('line', known),
          fid_holds_the_known: within('distance', known),
        })
      }
  return rows
}

/** KID is its own unbiased estimate: does its standard error hold the mean of many? */
export async function kernelCoverage(repeats: number) {
  const rows = []
  for (const delta of [0, 0.3]) {
    const [d, n] = [8, 100]
    const found = []
    for (let r = 0; r < repeats; r++)
      found.push(await kernelDistance(moved({ d, delta }, n, 2 * r), still({ d, delta }, n, 2 * r + 1)))
    const { mean, sd, standardError } = summarise(found.map(({ value }) => value))
    rows.push({
      d,
      n,
      mean,
      standard_error_of_mean: standardError,
      error_over_sd: summarise(found.map((one) => one.standardError)).mean / sd!,
      holds: share(found.map((one) => holds(normalInterval(one.value, one.standardError, CONFIDENCE), mean))),
    })
  }
  return rows
}

const EVEN = Array.from({ length: 10 }, () => 0.1)
const SHARES: Readonly<Record<string, number[]>> = {
  even: EVEN,
  'one large': [0.15, 0.05, ...EVEN.slice(2)],
  'five large': [0.15, 0.15, 0.15, 0.15, 0.15, 0.05, 0.05, 0.05, 0.05, 0.05],
  'sigma_1 = 1': [0.3, 0, 0.02, 0.05, 0.1, 0.13, 0.1, 0.1, 0.1, 0.1],
}
const spreadOf = (shares: readonly number[]) => Math.max(...shares) - Math.min(...shares)

/** The spread's interval, and how often a difference is found between laws of one spread (alarms) and of unlike (power). */
export function spreadCoverage(repeats: number, draws = 499) {
  const n = 300
  const intervals = Object.entries(SHARES).map(([name, shares]) => ({
    shares: name,
    n,
    holds: share(
      Array.from({ length: repeats }, (_, r) =>
        holds(shareSpread(labels(shares, n, r), 10, { seed: r, draws }), spreadOf(shares)),
      ),
    ),
  }))
  const differences = [
    ['even', 'even'],
    ['one large', 'five large'],
    ['sigma_1 = 1', 'one large'],
  ].map(([one, two]) => {
    const p = Array.from({ length: repeats }, (_, r) => {
      const arms = [labels(SHARES[one], n, 2 * r), labels(SHARES[two], n, 2 * r + 1)] as const
      return spreadDifference(...arms, 10, { seed: r, draws }).pValue
    })
    return {
      first: one,
      second: two,
      n,
      p_below_05: share(p.map((one) => one <= 0.05)),
      p_below_01: share(p.map((one) => one <= 0.01)),
    }
  })
  return { intervals, differences }
}

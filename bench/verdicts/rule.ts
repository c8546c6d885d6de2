/** How often the verdict rule is wrong where nothing is there, and right where something is. */
import { evidenceNeeded } from '#theory/statistics/evidence-needed.ts'
import type { Features } from '#theory/statistics/features.ts'
import { factored } from '#theory/statistics/frechet-features.ts'
import { frechetDifference } from '#theory/statistics/frechet-difference.ts'
import { signFlipTest } from '#theory/statistics/paired.ts'
import { summarise } from '#theory/statistics/summary.ts'
import { type Comparison, LEVEL, verdictOf, type VerdictName } from '#theory/statistics/verdict.ts'
import { standard } from './laws.ts'

const NAMES: readonly VerdictName[] = ['found again', 'reversed', 'not found', 'too little evidence']

const rates = (verdicts: readonly (VerdictName | null)[]) => {
  const rate = (name: VerdictName) => verdicts.filter((one) => one === name).length / verdicts.length
  return Object.fromEntries(NAMES.map((name) => [name, rate(name)])) as Record<VerdictName, number>
}

const D = 4

/** Arm `k` of a study: rows correlated .9 with the other arms', as draws from one noise are, moved by `shift` standard deviations. */
function arm(shift: number, n: number, study: number, k: number): Features {
  const [noise, own] = [standard(n * D, 10 * study), standard(n * D, 10 * study + 1 + k)]
  const rows = noise.map((z, at) => 0.9 * z + Math.sqrt(0.19) * own[at] + (at % D === 0 ? shift : 0))
  return { rows, d: D, name: `arm ${k}` }
}

/**
 * Over noise: three comparisons of the published orders' kind, d = 4, the Fréchet distance of four arms from one reference. `size` moves
 * the worse arms; 0 makes all arms one law. The published relative size is 1 (a distance three times the other).
 */
export async function overNoise(repeats: number, n: number, size: number, draws = 999) {
  const reference = factored({ rows: standard(20_000 * D, 1_000_000), d: D, name: 'reference' })
  const verdicts: (VerdictName | null)[] = []
  for (let study = 0; study < repeats; study++) {
    const [best, good, bad, worst] = [0.5, 0.5, 0.5 + size, 0.5 + size].map((shift, k) => arm(shift, n, study, k))
    const comparisons: Comparison[] = []
    for (const [first, second] of [
      [bad, best],
      [bad, good],
      [worst, best],
    ]) {
      const found = await frechetDifference(first, second, reference, { seed: study, draws })
      comparisons.push({
        name: `${first.name} > ${second.name}`,
        publishedSign: 1,
        publishedRelativeSize: 1,
        scale: (found.first + found.second) / 2,
        evidence: 'noise',
        ...found,
      })
    }
    verdicts.push(verdictOf(comparisons).verdict)
  }
  return { evidence: 'noise', comparisons: 3, n, size, repeats, ...rates(verdicts) }
}

/** Differences of pairs of trainings, N(effect, 1), `comparisons` of them independent; the published relative size is `published`. */
export function overTrainings(repeats: number, seeds: number, comparisons: number, effect: number, published: number) {
  const verdicts = Array.from({ length: repeats }, (_, study) => {
    const list = Array.from({ length: comparisons }, (_, k): Comparison => {
      const d = standard(seeds, 100 * study + k).map((z) => z + effect)
      const { mean, low, high } = summarise(d)
      const { pValue } = signFlipTest(d, new Float64Array(seeds), { seed: study })
      const measured = { estimate: mean, low, high, confidence: 0.95, pValue, scale: 1, n: seeds }
      return { name: `${k}`, publishedSign: 1, publishedRelativeSize: published, evidence: 'trainings', ...measured }
    })
    return verdictOf(list).verdict
  })
  return { evidence: 'trainings', comparisons, n: seeds, effect, published, repeats, ...rates(verdicts) }
}

/** The seeds that a verdict names after a pilot of five, and how often the effect is found with so many. */
export function asManyAsNeeded(repeats: number, effect: number, comparisons = 1) {
  const known = { publishedRelativeSize: effect, scale: 1, confidence: 0.95, evidence: 'trainings' as const, n: 1e6 }
  // The interval of a spread of 1 that is known well: what the formula promises, without the pilot's own chance.
  const needed = evidenceNeeded({ ...known, low: -1.959964e-3, high: 1.959964e-3 }, comparisons, LEVEL)!
  const rule = overTrainings(repeats, needed.n, comparisons, effect, effect)
  return { effect, comparisons, needed: needed.n, promised: needed.power, found: rule['found again'] }
}

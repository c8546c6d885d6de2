/** Differences between the arms of a sweep, seed by seed, so that both ran on the same noise; p corrected over all that are shown. Pure. */
import { isSeed, type SweepTable } from '#contract/sweep-view.ts'
import { forestFigure } from '#figures/kinds/forest.ts'
import type { FigureSpec } from '#figures/spec.ts'
import { compareSeeds, leastSeedP, type SeedArm } from '#theory/statistics/seed-comparison.ts'
import { factorsOf, nameOf } from './table-figures.ts'

/** Below this, after Holm's correction, a difference is drawn filled. */
const LEVEL = 0.05

/** One arm for each combination of the factors but the seeds, its values in one order of seeds; null where a run is missing. */
export function armsOf(table: SweepTable, measure: string): SeedArm[] {
  const factors = factorsOf(table)
  const seedKeys = table.about.filter(({ of, name }) => of === 'factor' && isSeed(name)).map(({ name }) => name)
  const keyOf = (row: SweepTable['rows'][number], names: readonly string[]) =>
    JSON.stringify(names.map((name) => row[name]))
  const seeds = [...new Set(table.rows.map((row) => keyOf(row, seedKeys)))]
  const arms = new Map<string, SweepTable['rows'][number][]>()
  for (const row of table.rows) arms.set(keyOf(row, factors), [...(arms.get(keyOf(row, factors)) ?? []), row])
  return [...arms.values()].map((rows) => ({
    name: factors.map((name) => `${nameOf(name)} ${String(rows[0][name])}`).join(', '),
    values: seeds.map((seed) => {
      const value = rows.find((row) => keyOf(row, seedKeys) === seed)?.[measure]
      return typeof value === 'number' ? value : null
    }),
  }))
}

type Differences = {
  spec: FigureSpec
  rows: number
  /** How they were tested, and what the seeds cannot show. */
  says: string
  table: () => { head: string[]; rows: (string | number)[][] }
}

/** Every pair, or each with `against` alone where it is named. Null where no two arms share two seeds. */
export function differencesOf(arms: readonly SeedArm[], measure: string, against: string): Differences | null {
  const { differences } = compareSeeds(arms, against === '' ? {} : { against })
  const there = differences.filter(({ difference }) => difference !== null)
  if (there.length === 0) return null
  const title = nameOf(measure)
  const rows = there.map(({ first, second, difference, low, high, n, adjustedP }) => ({
    label: `${first} − ${second}`,
    difference: difference!,
    low: low!,
    high: high!,
    pairs: n,
    pValue: adjustedP!,
    certain: adjustedP! < LEVEL,
  }))
  const most = Math.max(...there.map(({ n }) => n))
  const least = Math.min(1, leastSeedP(most) * differences.length)
  const cannot =
    least >= LEVEL
      ? ` With ${most} seeds and ${differences.length} tests no p below ${Number(least.toPrecision(2))} can come out.`
      : ''
  return {
    spec: forestFigure(`Paired differences: ${title}`, `difference of ${title}`, rows),
    rows: rows.length,
    says: `Seed by seed on the same noise: mean with Student’s 95 % interval; p of the exact sign-flip test, Holm’s correction over all ${differences.length}, filled below ${LEVEL}.${cannot}`,
    table: () => ({
      head: ['first', 'second', 'seeds', 'difference', 'low', 'high', 'p', 'p (Holm)'],
      rows: there.map(({ first, second, n, difference, low, high, pValue, adjustedP }) => [
        first,
        second,
        n,
        difference!,
        low!,
        high!,
        pValue!,
        adjustedP!,
      ]),
    }),
  }
}

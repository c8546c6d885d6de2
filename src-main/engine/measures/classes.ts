/** What the classes of the samples tell: how unevenly they are hit, and the share of one. */
import { CONFIDENCE } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { pairedProportionTest, proportionTest } from '#theory/statistics/exact-counts.ts'
import { clopperPearson } from '#theory/statistics/proportions.ts'
import { shareSpread, spreadDifference } from '#theory/statistics/share-spread.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

export const spread: MeasureRow<SpecOf<'spread'>> = {
  measured(_, arm, room) {
    const { estimate: value, low, high, n } = shareSpread(room.labels(arm), room.classes().length, { seed: 0 })
    return { value, low, high, n }
  },
  compared(_, first, second, room) {
    if (!isArm(second)) throw new Refusal('A spread is compared between two arms.', { field: 'second' })
    const {
      draws: _draws,
      first: one,
      second: two,
      ...difference
    } = spreadDifference(room.labels(first), room.labels(second), room.classes().length, { seed: 0 })
    return { ...difference, scale: (one + two) / 2, evidence: 'noise' }
  },
}

export const share: MeasureRow<SpecOf<'share'>> = {
  measured: ({ class: name }, arm, room) => shareOf(hits(room.labels(arm), room.classes().indexOf(name))),
  compared: ({ class: name }, first, second, room) => {
    const index = room.classes().indexOf(name)
    return compareHits(hits(room.labels(first), index), isArm(second) ? hits(room.labels(second), index) : second)
  },
}

const hits = (labels: readonly number[], index: number): boolean[] => labels.map((label) => label === index)

/** With Clopper and Pearson's interval. */
export function shareOf(hit: readonly boolean[]) {
  const count = hit.filter(Boolean).length
  const n = hit.length
  return { value: count / n, ...clopperPearson(count, n, 1 - CONFIDENCE), n }
}

/** Two arms of one noise by McNemar's test, one against a known share by the binomial one, both exact. */
export function compareHits(first: readonly boolean[], second: readonly boolean[] | number) {
  const n = first.length
  const share = first.filter(Boolean).length / n
  if (typeof second === 'number') {
    const { difference: estimate, ...test } = proportionTest(Math.round(share * n), n, second, CONFIDENCE)
    return { estimate, ...test, scale: second, evidence: 'noise' as const, n }
  }
  if (second.length !== n)
    throw new Refusal(`Arms paired by sample need equal numbers; got ${n} and ${second.length}.`, { field: 'n' })
  const only = (a: readonly boolean[], b: readonly boolean[]) => a.filter((hit, i) => hit && !b[i]).length
  const { difference: estimate, ...test } = pairedProportionTest(
    only(first, second),
    only(second, first),
    n,
    CONFIDENCE,
  )
  return { estimate, ...test, scale: (share + second.filter(Boolean).length / n) / 2, evidence: 'noise' as const, n }
}

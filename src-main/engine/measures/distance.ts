/** The Fréchet distance to the reference, and how far two arms of one noise are apart in it. */
import { judgeRow } from '#axes/judges/judges.ts'
import { CONFIDENCE } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { countOf } from '#theory/statistics/features.ts'
import { frechetDifference } from '#theory/statistics/frechet-difference.ts'
import { factored, frechetBetween } from '#theory/statistics/frechet-features.ts'
import { frechetInfluence, normalInterval, transportOf } from '#theory/statistics/frechet-influence.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

export const distance: MeasureRow<SpecOf<'distance'>> = {
  /** The interval is the infinitesimal jackknife's, the reference held. */
  async measured({ features: kind }, arm, room) {
    const { algebra } = room
    const rows = await room.features(kind, arm)
    const reference = await room.referenceOf(kind)
    const own = factored(rows, { algebra, divisor: judgeRow(kind).divisor })
    const { distance: value } = frechetBetween(own, reference, algebra)
    const influence = frechetInfluence(rows, own, reference, transportOf(own, reference, algebra).ofSamples, algebra)
    const n = countOf(rows)
    const error = Math.sqrt(influence.reduce((sum, one) => sum + one * one, 0)) / n
    const { low, high } = normalInterval(value, error, CONFIDENCE)
    return { value, low, high, n }
  },
  async compared({ features: kind }, first, second, room) {
    if (!isArm(second)) throw new Refusal('A distance is compared between two arms.', { field: 'second' })
    const [one, two] = [await room.features(kind, first), await room.features(kind, second)]
    const { estimate, low, high, confidence, pValue, n, method, ...both } = await frechetDifference(
      one,
      two,
      await room.referenceOf(kind),
      {
        seed: 0,
        algebra: room.algebra,
        divisor: judgeRow(kind).divisor,
        tick: (done, of) => room.tell('resampling', done, of),
      },
    )
    const scale = (both.first + both.second) / 2
    return { estimate, low, high, confidence, pValue, n, method, scale, evidence: 'noise' }
  },
}

/** How far the class shares of an arm are from those of the reference, as information. */
import { CONFIDENCE } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { pairedBootstrap } from '#theory/statistics/paired-bootstrap.ts'
import type { MeasureRoom } from './arms.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'

/** sum_c q_c log2(q_c/p_c), q the shares of the samples and p those of the reference; classes that no sample hits add nothing. */
export const classDivergence: MeasureRow<SpecOf<'class-divergence'>> = {
  async measured(_, arm, room) {
    const known = await sharesOfReference(room)
    const labels = room.labels(arm)
    const bootstrap = await pairedBootstrap(labels.length, (indices) => divergence(labels, indices, known), OPTIONS)
    const { estimate: value, low, high, n } = bootstrap
    return { value, low: Math.max(0, low), high, n }
  },
  async compared(_, first, second, room) {
    if (!isArm(second)) throw new Refusal('A divergence is compared between two arms.', { field: 'second' })
    const known = await sharesOfReference(room)
    const [a, b] = [room.labels(first), room.labels(second)]
    if (a.length !== b.length) throw new Refusal('Arms paired by sample need equal numbers.', { field: 'n' })
    const both = (indices: Uint32Array) => divergence(a, indices, known) - divergence(b, indices, known)
    const { draws: _draws, ...found } = await pairedBootstrap(a.length, both, OPTIONS)
    const whole = Uint32Array.from(a, (_label, i) => i)
    const scale = (divergence(a, whole, known) + divergence(b, whole, known)) / 2
    return { ...found, scale, evidence: 'noise' }
  },
}

const OPTIONS = { seed: 0, confidence: CONFIDENCE }

async function sharesOfReference(room: MeasureRoom): Promise<Float64Array> {
  const { labels, count, classes } = await room.reference()
  if (!labels) throw new Refusal('The reference has no classes to hold the shares against.', { field: 'reference' })
  const shares = new Float64Array(classes.length)
  for (const label of labels) shares[label] += 1 / count
  return shares
}

function divergence(labels: readonly number[], indices: Uint32Array, known: Float64Array): number {
  const shares = new Float64Array(known.length)
  for (const i of indices) shares[labels[i]] += 1 / indices.length
  return divergenceOf(shares, known)
}

/** sum_c q_c log2(q_c/p_c). */
export const divergenceOf = (shares: Float64Array, known: Float64Array): number =>
  shares.reduce((sum, q, c) => (q > 0 ? sum + q * Math.log2(q / known[c]) : sum), 0)

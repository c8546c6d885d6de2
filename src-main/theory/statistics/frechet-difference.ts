/** Which of two arms lies nearer to a reference: the difference of their Fréchet distances over the same noise. */

import { Refusal } from '#contract/refusal.ts'
import { PLAIN_ALGEBRA, type Algebra } from './algebra.ts'
import { checkPair, countOf, rowsAt, type Features } from './features.ts'
import { factored, frechetBetween, type Divisor, type Factored } from './frechet-features.ts'
import { frechetInfluence, transportOf } from './frechet-influence.ts'
import {
  linearisedBootstrap,
  pairedBootstrap,
  type PairedBootstrap,
  type PairedBootstrapOptions,
} from './paired-bootstrap.ts'

export type FrechetDifferenceOptions = PairedBootstrapOptions & {
  /** `whole` measures two distances a draw; `first-order` resamples their influences, in no time at any dimension. */
  method?: 'whole' | 'first-order'
  divisor?: Divisor
  algebra?: Algebra
}

export type FrechetDifference = PairedBootstrap & { first: number; second: number }

/**
 * distance(first) - distance(second), row i of both drawn from the same noise, against one reference that is held. By `whole` in up to
 * 256 dimensions and to first order above, where 2 x 1,999 decompositions would take hours, unless told which.
 */
export async function frechetDifference(
  first: Features,
  second: Features,
  reference: Factored,
  { method, divisor = 'n-1', algebra = PLAIN_ALGEBRA, ...options }: FrechetDifferenceOptions,
): Promise<FrechetDifference> {
  checkPair(first, second)
  const n = countOf(first)
  if (countOf(second) !== n)
    throw new Refusal(`Arms paired by sample need equal numbers; got ${n} and ${countOf(second)}.`, { field: 'n' })
  const distance = (set: Features) => frechetBetween(factored(set, { divisor, algebra }), reference, algebra).distance
  const [one, two] = [distance(first), distance(second)]
  if ((method ?? (first.d <= 256 ? 'whole' : 'first-order')) === 'whole') {
    const of = (indices: Uint32Array) => distance(rowsAt(first, indices)) - distance(rowsAt(second, indices))
    return { ...(await pairedBootstrap(n, of, options)), first: one, second: two }
  }
  const [a, b] = [first, second].map((set) => {
    const own = factored(set, { divisor, algebra })
    return frechetInfluence(set, own, reference, transportOf(own, reference, algebra).ofSamples, algebra)
  })
  const influences = a.map((value, i) => value - b[i])
  return { ...(await linearisedBootstrap(one - two, influences, options)), first: one, second: two }
}

/** Fréchet distances class by class, at equal numbers of samples, so that a rare class is not called worse for being rare. */

import { Refusal } from '#contract/refusal.ts'
import { permutation, STREAMS } from '../noise/philox.ts'
import { PLAIN_ALGEBRA, type Algebra } from './algebra.ts'
import { checkPair, countOf, rowsAt, type Features } from './features.ts'
import { fewReferences } from './few-references.ts'
import { factored, frechetBetween, type Divisor } from './frechet-features.ts'
import { frechetError } from './frechet-influence.ts'

/** Features with the class of every row. */
export type Labelled = Features & { readonly labels: ArrayLike<number> }

export type ClassDistance = {
  class: number
  /** Samples in each of the `parts` disjoint sets whose distances are averaged; alike in every arm. */
  n: number
  parts: number
  nReference: number
  /** Null, as the next, where an arm or the reference has fewer than 2 of the class; `reason` says which. */
  distance: number | null
  standardError: number | null
  reason?: string
}

export type ByClassOptions = {
  /** Samples of every class and arm; by default the smallest count of the class over the arms. */
  n?: number
  /** Disjoint sets of n that are averaged, at most. */
  parts?: number
  /** Whether a class of which the reference has no more rows than features has no distance. */
  wantsFullRank?: boolean
  seed?: number
  divisor?: Divisor
  algebra?: Algebra
  /** How many classes are done; what it throws ends the whole. */
  tick?: (done: number, of: number) => Promise<void> | void
}

/**
 * For each arm, for each class: the mean distance over disjoint random sets of n of its samples to all of the reference's rows of that
 * class. A distance falls with n (Chong & Forsyth 2020, arXiv:1911.07023), so that arms, one of which draws a class more rarely, compare
 * at one n only. The standard error is the infinitesimal jackknife's over all samples used, the reference held.
 */
export async function frechetByClass(
  arms: readonly Labelled[],
  reference: Labelled,
  classes: number,
  {
    n,
    parts = 5,
    seed = 0,
    wantsFullRank = false,
    divisor = 'n-1',
    algebra = PLAIN_ALGEBRA,
    tick,
  }: ByClassOptions = {},
): Promise<ClassDistance[][]> {
  for (const arm of arms) {
    checkPair(arm, reference)
    checkLabels(arm)
  }
  checkLabels(reference)
  if (n !== undefined && !(Number.isInteger(n) && n >= 2))
    throw new Refusal(`n must be a whole number of 2 or more samples of a class; got ${n}.`, { field: 'n' })
  const found: ClassDistance[][] = arms.map(() => [])
  for (let of = 0; of < classes; of++) {
    const held = rowsAt(reference, indicesOf(reference, of))
    const chosen = arms.map((arm) => indicesOf(arm, of))
    const fewest = Math.min(...chosen.map((indices) => indices.length))
    const size = n ?? fewest
    const few = shortReference(held, wantsFullRank)
    const against = few === null ? factored(held, { divisor, algebra }) : null
    arms.forEach((arm, at) => {
      const absent = { class: of, n: size, parts: 0, nReference: countOf(held), distance: null, standardError: null }
      const reason = few ?? shortage(arms[at].name, chosen[at].length, size)
      if (reason ?? fewest < 2) {
        found[at].push({ ...absent, reason: reason ?? 'An arm has fewer than 2 samples of the class.' })
        return
      }
      const order = permutation({ seed, stream: STREAMS.bootstrap, sample: of, step: 6 }, chosen[at].length)
      const sets = Math.min(parts, Math.floor(order.length / size))
      const used = order.subarray(0, sets * size)
      let sum = 0
      for (let set = 0; set < sets; set++) {
        const rows = Array.from(used.subarray(set * size, (set + 1) * size).toSorted(), (k) => chosen[at][k])
        sum += frechetBetween(factored(rowsAt(arm, rows), { divisor, algebra }), against!, algebra).distance
      }
      const all = rowsAt(
        arm,
        Array.from(used, (k) => chosen[at][k]),
      )
      const { standardError } = frechetError(all, null, [factored(all, { divisor, algebra }), against!], algebra)
      found[at].push({
        class: of,
        n: size,
        parts: sets,
        nReference: countOf(held),
        distance: sum / sets,
        standardError,
      })
    })
    await tick?.(of + 1, classes)
  }
  return found
}

function shortReference(held: Features, wantsFullRank: boolean): string | null {
  const count = countOf(held)
  if (count < 2) return `${held.name} has ${count} rows of the class.`
  return wantsFullRank ? fewReferences(count, held.d, held.name, ' of the class') : null
}

const shortage = (name: string, count: number, wanted: number): string | null =>
  count >= 2 && count >= wanted
    ? null
    : `${name} has ${count === 1 ? '1 sample' : `${count} samples`} of the class, of ${Math.max(2, wanted)} wanted.`

function indicesOf({ labels }: Labelled, of: number): number[] {
  const found: number[] = []
  for (let i = 0; i < labels.length; i++) if (labels[i] === of) found.push(i)
  return found
}

function checkLabels(set: Labelled): void {
  if (set.labels.length !== countOf(set))
    throw new Refusal(`${set.name} has ${countOf(set)} rows and ${set.labels.length} labels.`, { field: set.name })
}

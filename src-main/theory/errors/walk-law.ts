/** The law that a scheme makes of any start: an affine map of the variance in each eigendirection. */

import type { AffineLaw } from './continuous.ts'
import type { ManyStateWalk, OneStateWalk, Walk } from './schemes/scheme.ts'

export const identityLaw = (size: number): AffineLaw => ({
  scale: new Float64Array(size).fill(1),
  shift: new Float64Array(size),
})

/** Carries `law` over steps from <= k < to, in place. */
export function advance(walk: OneStateWalk, law: AffineLaw, from = 0, to = walk.steps): void {
  const { scale, shift } = law
  const size = scale.length
  const gain = new Float64Array(size)
  // a flow from a law without shift: half of the work
  const quiet = [walk.pre, walk.post, shift].every((values) => values.every((value) => value === 0))
  for (let k = from; k < to; k++) {
    if (walk.fused) {
      walk.fused(k, scale, quiet ? null : shift)
      continue
    }
    walk.gain(k, gain)
    const [pre, post] = [walk.pre[k], walk.post[k]]
    const enter = walk.enter?.[k] ?? 1
    if (enter !== 1) {
      for (let j = 0; j < size; j++) {
        scale[j] *= enter * enter
        shift[j] *= enter * enter
      }
    }
    for (let round = 0; round < walk.repeat; round++) {
      if (quiet) for (let j = 0; j < size; j++) scale[j] *= gain[j] * gain[j]
      else {
        for (let j = 0; j < size; j++) {
          const square = gain[j] * gain[j]
          scale[j] *= square
          shift[j] = square * (shift[j] + pre) + post
        }
      }
    }
  }
}

/** One array over the eigenvalues for each state of a scheme that remembers, x first. */
export type States = readonly Float64Array[]

/** The state a unit of x is, or a unit of another state. */
export const unitStates = (walk: ManyStateWalk, size: number, unit = 0): States =>
  Array.from({ length: walk.states }, (_, i) => new Float64Array(size).fill(i === unit ? 1 : 0))

/** What the start has become, as gains of it, and the covariance of the noise put in since, by columns; null of a flow. */
export type ManyLaw = { gains: States; spread: readonly States[] | null }

export const identityOf = (walk: ManyStateWalk, size: number): ManyLaw => ({
  gains: unitStates(walk, size),
  spread: walk.noise && Array.from({ length: walk.states }, () => unitStates(walk, size, -1)),
})

/** Carries the law of a scheme that remembers over steps from <= k < to, in place. */
export function advanceMany(walk: ManyStateWalk, { gains, spread }: ManyLaw, from = 0, to = walk.steps): void {
  for (let k = from; k < to; k++) {
    walk.carry(k, gains)
    if (spread) carrySpread(walk, k, spread)
  }
}

/** P <- M P M' + noise of x, in place. */
export function carrySpread(walk: ManyStateWalk, k: number, spread: readonly States[]): void {
  // M P, and then the same map on its rows: M (M P)'
  for (const column of spread) walk.carry(k, column)
  for (let row = 0; row < walk.states; row++)
    walk.carry(
      k,
      spread.map((column) => column[row]),
    )
  const added = walk.noise?.[k] ?? 0
  if (added === 0) return
  const [[x]] = spread
  for (let j = 0; j < x.length; j++) x[j] += added
}

/** The affine law of x alone. */
export const lawOfX = ({ gains: [x], spread }: ManyLaw): AffineLaw => ({
  scale: x.map((gain) => gain * gain),
  shift: spread ? spread[0][0] : new Float64Array(x.length),
})

/** v(end) = scale v(start) + shift for each of `size` eigenvalues. */
export function walkLaw(walk: Walk, size: number): AffineLaw {
  if (walk.states === 1) {
    const law = identityLaw(size)
    advance(walk, law)
    return law
  }
  const law = identityOf(walk, size)
  advanceMany(walk, law)
  return lawOfX(law)
}

/** What a flow makes of a unit of x in each of `size` eigendirections, with its sign; noise that is put in is not seen. */
export function flowGains(walk: Walk, size: number): Float64Array {
  if (walk.states !== 1) {
    const law = { gains: unitStates(walk, size), spread: null }
    advanceMany(walk, law)
    return law.gains[0]
  }
  const [whole, gain] = [new Float64Array(size).fill(1), new Float64Array(size)]
  for (let k = 0; k < walk.steps; k++) {
    walk.gain(k, gain)
    for (let j = 0; j < size; j++) whole[j] *= gain[j]
  }
  return whole
}

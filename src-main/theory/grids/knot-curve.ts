/** A drawn curve: knots (u, sigma) with u in [0, 1], joined by a curve that falls wherever they fall. */
import { Refusal } from '#contract/refusal.ts'
import { falling, refuseLevels } from './checked-levels.ts'

export type Knot = { readonly u: number; readonly sigma: number }
/** As a schedule holds it. */
export type DrawnSchedule = { family: 'drawn'; levels: number; knots: readonly Knot[] }

/**
 * `levels` sigmas along the curve, uniform in u. ln sigma is the monotone piecewise cubic through the knots: Fritsch &
 * Carlson 1980 (SIAM J. Numer. Anal. 17) with slopes by the weighted harmonic mean of Fritsch & Butland 1984, so that no
 * overshoot can break the order. Both ends are the end knots, bit for bit.
 */
export function alongKnots(knots: readonly Knot[], levels: number): number[] {
  const x = knots.map(({ u }) => u)
  const y = knots.map(({ sigma }) => Math.log(sigma))
  const m = slopes(x, y)
  let k = 0
  return Array.from({ length: levels }, (_, i) => {
    const u = levels === 1 ? x[0] : x[0] + ((x[x.length - 1] - x[0]) * i) / (levels - 1)
    if (i === 0) return knots[0].sigma
    if (i === levels - 1) return knots[knots.length - 1].sigma
    while (k < x.length - 2 && u > x[k + 1]) k++
    return Math.exp(hermite(u, x[k], x[k + 1], y[k], y[k + 1], m[k], m[k + 1]))
  })
}

function slopes(x: number[], y: number[]): number[] {
  const h = x.slice(1).map((value, k) => value - x[k])
  const d = h.map((width, k) => (y[k + 1] - y[k]) / width)
  return x.map((_, k) => {
    if (k === 0) return d[0]
    if (k === x.length - 1) return d[k - 1]
    const [w1, w2] = [2 * h[k] + h[k - 1], h[k] + 2 * h[k - 1]]
    return (w1 + w2) / (w1 / d[k - 1] + w2 / d[k])
  })
}

function hermite(u: number, x0: number, x1: number, y0: number, y1: number, m0: number, m1: number): number {
  const h = x1 - x0
  const t = (u - x0) / h
  const s = 1 - t
  return s * s * (1 + 2 * t) * y0 + t * t * (3 - 2 * t) * y1 + h * t * s * (s * m0 - t * m1)
}

/** The levels of a drawn schedule; refuses knots that make no falling curve from u = 0 to u = 1. */
export function drawnLevels({ levels, knots }: DrawnSchedule): Float64Array {
  refuseLevels(levels)
  const [first, last] = [knots[0], knots[knots.length - 1]]
  if (knots.length < 2 || first.u !== 0 || last.u !== 1)
    throw refusal(`A drawn curve goes from a knot at u = 0 to one at u = 1; got ${knots.map(({ u }) => u).join(', ')}.`)
  knots.forEach(({ u, sigma }, k) => {
    const before = knots[k - 1]
    if (!(sigma > 0 && sigma < Infinity)) throw refusal(`Knot ${k + 1} has sigma ${sigma}; it must be above 0.`)
    if (before && !(u > before.u && sigma < before.sigma))
      throw refusal(
        `Knot ${k + 1}, (${u}, ${sigma}), must lie right of and below the one before, (${before.u}, ${before.sigma}).`,
      )
  })
  return falling(Float64Array.from(alongKnots(knots, levels)), 'this drawn curve')
}

const refusal = (message: string) => new Refusal(message, { field: 'knots' })

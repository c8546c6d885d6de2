/** Edits of the knots of a drawn curve: moved, added, taken from a list. Pure. */
import { alongKnots, type Knot } from '#theory/grids/knot-curve.ts'

/** At most `count` knots of a list of sigmas, its ends among them. */
export function knotsOf(sigmas: ArrayLike<number>, count: number): Knot[] {
  const last = sigmas.length - 1
  const n = Math.min(count, sigmas.length)
  return Array.from({ length: n }, (_, k) => {
    const i = Math.round((k * last) / (n - 1))
    return { u: i / last, sigma: sigmas[i] }
  })
}

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Knot `index` to `to`, kept between its neighbours in u and in sigma; the ends keep their u. */
export function movedKnot(knots: readonly Knot[], index: number, to: { sigma: number; u?: number }): Knot[] {
  const [before, after] = [knots[index - 1], knots[index + 1]]
  const edge = 1e-3
  const isEnd = !before || !after
  const u =
    isEnd || to.u === undefined
      ? knots[index].u
      : between(to.u, before.u + edge * (after.u - before.u), after.u - edge * (after.u - before.u))
  const sigma = between(to.sigma, after ? after.sigma * (1 + edge) : 0, before ? before.sigma / (1 + edge) : Infinity)
  return knots.with(index, { u, sigma: sigma > 0 ? sigma : knots[index].sigma })
}

/** Halfway along the drawn curve between a knot and the next. */
export function middleKnot(knots: readonly Knot[], index: number): Knot {
  const k = Math.min(index, knots.length - 2)
  const u = (knots[k].u + knots[k + 1].u) / 2
  const fine = alongKnots(knots, 2001)
  return { u, sigma: fine[Math.round(u * 2000)] }
}

/** A drawn curve: knots (u, sigma) with u in [0, 1], joined by a curve that falls wherever they fall. Pure. */

export type Knot = { readonly u: number; readonly sigma: number }

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
    const u = x[0] + ((x[x.length - 1] - x[0]) * i) / (levels - 1)
    if (i === 0) return knots[0].sigma
    if (i === levels - 1) return knots[knots.length - 1].sigma
    while (k < x.length - 2 && u > x[k + 1]) k++
    return Math.exp(hermite(u, x[k], x[k + 1], y[k], y[k + 1], m[k], m[k + 1]))
  })
}

/** At most `count` knots of a list of sigmas, its ends among them. */
export function knotsOf(sigmas: ArrayLike<number>, count: number): Knot[] {
  const last = sigmas.length - 1
  const n = Math.min(count, sigmas.length)
  return Array.from({ length: n }, (_, k) => {
    const i = Math.round((k * last) / (n - 1))
    return { u: i / last, sigma: sigmas[i] }
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

/** One root of a continuous function between two points of opposite sign. */

/**
 * Brent's method (Brent 1973, "Algorithms for minimization without derivatives", ch. 4): inverse quadratic interpolation
 * and secant steps, held by bisection. Returns x to about 4 units in the last place of x, so small roots keep their digits.
 */
export function brentRoot(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high]
  let [fa, fb] = [f(a), f(b)]
  if (fa === 0) return a
  if (fb === 0) return b
  if (!(fa < 0 !== fb < 0)) throw new RangeError(`brentRoot: no change of sign between ${low} and ${high}`)
  let [c, fc] = [a, fa]
  let step = b - a
  let previous = step
  for (let i = 0; i < 300; i++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      ;[a, b, c] = [b, c, b]
      ;[fa, fb, fc] = [fb, fc, fb]
    }
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + Number.MIN_VALUE
    const half = (c - b) / 2
    if (Math.abs(half) <= tolerance || fb === 0) return b
    if (Math.abs(previous) >= tolerance && Math.abs(fa) > Math.abs(fb)) {
      const s = fb / fa
      const [q, r] = [fa / fc, fb / fc]
      let numerator = a === c ? 2 * half * s : s * (2 * half * q * (q - r) - (b - a) * (r - 1))
      let denominator = a === c ? 1 - s : (q - 1) * (r - 1) * (s - 1)
      if (numerator > 0) denominator = -denominator
      numerator = Math.abs(numerator)
      const inside =
        2 * numerator <
        Math.min(3 * half * denominator - Math.abs(tolerance * denominator), Math.abs(previous * denominator))
      previous = inside ? step : half
      step = inside ? numerator / denominator : half
    } else {
      step = half
      previous = half
    }
    ;[a, fa] = [b, fb]
    b += Math.abs(step) > tolerance ? step : Math.sign(half) * tolerance
    fb = f(b)
    if (fb > 0 === fc > 0) {
      ;[c, fc] = [a, fa]
      step = b - a
      previous = step
    }
  }
  return b
}

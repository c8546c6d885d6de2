/** The exponential integral E1(x) = int_x^inf e^-t/t dt, x > 0 (Abramowitz & Stegun 5.1.11 and 5.1.22), to about 1e-15. */

const EULER_GAMMA = 0.5772156649015329

/** 0 is infinite; far out it is below the least float and answers 0. */
export function exponentialIntegral(x: number): number {
  if (x === 0) return Infinity
  if (x > 745) return 0
  if (x <= 1) {
    let [sum, power] = [0, 1]
    for (let k = 1; k < 40; k++) {
      power *= -x / k
      sum -= power / k
    }
    return sum - EULER_GAMMA - Math.log(x)
  }
  // the continued fraction from its end
  let tail = 0
  for (let k = 120; k > 0; k--) tail = (k * k) / (x + 2 * k + 1 - tail)
  return Math.exp(-x) / (x + 1 - tail)
}

/** Modified Bessel functions I0 and I1 of x >= 0, scaled so that nothing overflows. Abramowitz & Stegun 1964, 9.6.10 and 9.7.1. */

/** From here the asymptotic series, cut at its least term, is exact to float64. */
const FAR = 40

/** log I0(x). */
export function logBesselI0(x: number): number {
  return x < FAR ? Math.log(series(0, x)) : x - Math.log(2 * Math.PI * x) / 2 + Math.log(asymptotic(0, x))
}

/** I1(x) / I0(x), from 0 at 0 up to 1. */
export function besselRatio(x: number): number {
  return x < FAR ? series(1, x) / series(0, x) : asymptotic(1, x) / asymptotic(0, x)
}

/** I_n(x) = (x/2)^n sum_k (x^2/4)^k / (k! (n+k)!): all terms positive, so nothing cancels. n is 0 or 1. */
function series(n: 0 | 1, x: number): number {
  const quarter = (x * x) / 4
  let term = n === 0 ? 1 : x / 2
  let sum = term
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * (n + k))
    sum += term
  }
  return sum
}

/** sqrt(2 pi x) e^-x I_n(x) = sum_k (-1)^k prod_{j=1..k} (4n^2 - (2j-1)^2) / (8 j x). */
function asymptotic(n: 0 | 1, x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; k <= 2 * FAR && Math.abs(term) > 1e-17; k++) {
    term *= -(4 * n * n - (2 * k - 1) ** 2) / (8 * k * x)
    sum += term
  }
  return sum
}

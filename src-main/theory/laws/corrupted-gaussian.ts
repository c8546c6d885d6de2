/** E[x0 | x] for x0 ~ N(m, S) and x = C x0 + sigma z: the matrix of the posterior mean, in float64. */
import type { LinearMap } from '../corruptions/corruption.ts'
import { choleskySolve, type Solve } from '../statistics/cholesky-solve.ts'
import { transpose } from '../statistics/singular-values.ts'

/**
 * K' [d, d], row-major, with K = S C' (C S C' + sigma^2 I)^-1, so that E[x0 | x] = m + K (x - C m): rows of a batch times K'. `covariance`
 * is S [d, d]. The posterior mean of a linear Gaussian model (Bishop 2006, "Pattern Recognition and Machine Learning", eq. 2.116).
 */
export function posteriorGain(
  covariance: Float64Array,
  { map, level, sigma, solve = choleskySolve }: { map: LinearMap; level: number; sigma: number; solve?: Solve },
): Float64Array {
  const d = Math.sqrt(covariance.length)
  const rows = (matrix: Float64Array) => {
    const out = new Float64Array(d * d)
    for (let i = 0; i < d; i++) out.set(map.apply(matrix.subarray(i * d, (i + 1) * d), level), i * d)
    return out
  }
  // Rows of S under C: S C'. Its transpose C S is what C S C' and the right side are made of.
  const right = transpose(rows(covariance), d, d)
  const noisy = rows(right)
  for (let i = 0; i < d; i++) noisy[i * d + i] += sigma ** 2
  return solve(noisy, right, d, d)
}

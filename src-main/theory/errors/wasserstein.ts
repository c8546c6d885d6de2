/** W2 (the square root of the Fréchet distance) between centred Gaussians with the same eigenvectors. */

/** (sqrt a - sqrt b)^2, without the difference that cancels when a is close to b. */
export function w2SquaredOf(a: number, b: number): number {
  if (a === b) return 0
  const difference = (a - b) / (Math.sqrt(a) + Math.sqrt(b))
  return difference * difference
}

/**
 * W2(N(0, diag a), N(0, diag b))^2 = sum_j (sqrt a_j - sqrt b_j)^2 (Gelbrich 1990; commuting covariances). With equal
 * means this is the Fréchet distance |mu1 - mu2|^2 + tr(S1 + S2 - 2 (S1 S2)^{1/2}).
 */
export function w2Squared(a: Float64Array, b: Float64Array, counts?: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += (counts?.[j] ?? 1) * w2SquaredOf(a[j], b[j])
  return sum
}

/** W2 in data units; `counts[j]` directions share the eigenvalue j. */
export const w2 = (a: Float64Array, b: Float64Array, counts?: Float64Array) => Math.sqrt(w2Squared(a, b, counts))

/** |sqrt a_j - sqrt b_j| for each eigenvalue: what each direction adds, in data units. */
export const w2PerEigenvalue = (a: Float64Array, b: Float64Array) =>
  Float64Array.from(a, (value, j) => Math.sqrt(w2SquaredOf(value, b[j])))

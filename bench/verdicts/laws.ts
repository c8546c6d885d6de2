/** Laws with known answers that the statistics are tried on: seeded Gaussians, paired arms, class labels. */
import { normals, STREAMS, uniforms } from '#theory/noise/philox.ts'
import type { Features } from '#theory/statistics/features.ts'

/** Standard normals; every `sample` is a fresh draw. */
export function standard(count: number, sample: number): Float64Array {
  const z = new Float64Array(count)
  normals({ seed: 2024, stream: STREAMS.law, sample, step: 0 }, z)
  return z
}

/** A Gaussian with independent features of variance 1/(j + 1), the decay that pictures' features have, and one moved away from it. */
export type GaussianPair = { d: number; delta: number }
const deviation = (j: number) => Math.sqrt(1 / (j + 1))
const stretched = (j: number, delta: number) => deviation(j) * Math.sqrt(1 + delta * Math.cos(j))

/** n rows of the moved law: mean delta times the deviation of each feature. */
export function moved({ d, delta }: GaussianPair, n: number, sample: number): Features {
  const rows = standard(n * d, sample).map((z, at) => deviation(at % d) * (z + delta))
  return { rows, d, name: 'samples' }
}

/** n rows of the other: mean 0, variances multiplied by 1 + delta cos j. */
export function still({ d, delta }: GaussianPair, n: number, sample: number): Features {
  return { rows: standard(n * d, sample).map((z, at) => stretched(at % d, delta) * z), d, name: 'reference' }
}

export function knownFrechet({ d, delta }: GaussianPair): number {
  let sum = 0
  for (let j = 0; j < d; j++) sum += (delta * deviation(j)) ** 2 + (deviation(j) - stretched(j, delta)) ** 2
  return sum
}

/** n labels with the shares given. */
export function labels(shares: readonly number[], n: number, sample: number): number[] {
  const u = new Float64Array(n)
  uniforms({ seed: 2024, stream: STREAMS.law, sample, step: 1 }, u)
  return Array.from(u, (value) => {
    let [k, sum] = [0, shares[0]]
    while (value >= sum && k < shares.length - 1) sum += shares[++k]
    return k
  })
}

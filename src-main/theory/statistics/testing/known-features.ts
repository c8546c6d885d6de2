/** Features that tests of several files share: whole sixteenths, so that numpy writes the same bits. */

import type { Features } from '../features.ts'

/** ((i + 1)(j + 3)(i + 7 j + shift) mod 101) / 16 at row i, column j. */
export function knownFeatures(n: number, d: number, shift: number, name = 'known'): Features {
  const rows = Float64Array.from({ length: n * d }, (_, k) => {
    const [i, j] = [Math.floor(k / d), k % d]
    return (((i + 1) * (j + 3) * (i + 7 * j + shift)) % 101) / 16
  })
  return { rows, d, name }
}

/** The same with `change` of (value, row, column) at every place. */
export const changed = (
  features: Features,
  change: (value: number, row: number, column: number) => number,
): Features => ({
  ...features,
  rows: Float64Array.from(features.rows, (value, k) => change(value, Math.floor(k / features.d), k % features.d)),
})

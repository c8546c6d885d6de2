/** Features of pictures as rows of numbers, and what must hold before anything is computed of them. */

import { Refusal } from '#contract/refusal.ts'

/** n rows of d numbers, row-major. `name` is what a refusal calls them: a file, a run, "the samples". */
export type Features = { readonly rows: Float32Array | Float64Array; readonly d: number; readonly name: string }

export const countOf = ({ rows, d }: Features): number => rows.length / d

/** Whole rows, at least two of them, every number finite. */
export function checkFeatures(features: Features): void {
  const { rows, d, name } = features
  const n = countOf(features)
  if (!(Number.isInteger(d) && d >= 1 && Number.isInteger(n)))
    throw new Refusal(`${name} holds ${rows.length} numbers, which are no whole rows of ${d}.`, { field: name })
  if (n < 2)
    throw new Refusal(`${name} holds ${n === 1 ? '1 row' : `${n} rows`} of features; a distance needs 2 or more.`, {
      field: name,
    })
  const bad = rows.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0)
    throw new Refusal(`${name} holds ${rows[bad]} in row ${Math.floor(bad / d)}: every feature must be finite.`, {
      field: name,
    })
}

/** Both are sound, and rows of one length. */
export function checkPair(a: Features, b: Features): void {
  checkFeatures(a)
  checkFeatures(b)
  if (a.d !== b.d)
    throw new Refusal(
      `${b.name} has ${b.d} features a row and ${a.name} has ${a.d}: compare features of one network.`,
      { field: b.name },
    )
}

/** The rows at `indices`, in that order. */
export function rowsAt(features: Features, indices: ArrayLike<number>): Features {
  const { d, name } = features
  const rows =
    features.rows instanceof Float32Array ? new Float32Array(indices.length * d) : new Float64Array(indices.length * d)
  for (let k = 0; k < indices.length; k++) rows.set(features.rows.subarray(indices[k] * d, indices[k] * d + d), k * d)
  return { rows, d, name }
}

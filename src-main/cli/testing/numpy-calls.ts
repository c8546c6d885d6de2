/** The few calls of NumPy that sentences advise, read as they are written there. */
export type Numbers = { data: Float64Array; shape: number[] }

/** `-1, 8, 8` of x.reshape(-1, 8, 8), letters by what the reader puts for them. */
export function reshaped({ data }: Numbers, wanted: string, letters: Readonly<Record<string, number>> = {}): Numbers {
  const sizes = wanted.split(',').map((size) => letters[size.trim()] ?? Number(size))
  const known = sizes.filter((size) => size >= 0).reduce((product, size) => product * size, 1)
  return { data, shape: sizes.map((size) => (size < 0 ? data.length / known : size)) }
}

/** x[y >= 0] of the first axis. */
export function rowsWhere({ data, shape }: Numbers, y: readonly number[], keep: (label: number) => boolean): Numbers {
  const size = data.length / shape[0]
  const rows = y.flatMap((label, i) => (keep(label) ? [data.subarray(i * size, (i + 1) * size)] : []))
  return { data: Float64Array.from(rows.flatMap((row) => [...row])), shape: [rows.length, ...shape.slice(1)] }
}

/** names, y = np.unique(y, return_inverse=True) */
export function unique<T extends number | string>(y: readonly T[]): { names: T[]; inverse: number[] } {
  const names = [...new Set(y)].toSorted((a, b) => (a < b ? -1 : 1))
  return { names, inverse: y.map((value) => names.indexOf(value)) }
}

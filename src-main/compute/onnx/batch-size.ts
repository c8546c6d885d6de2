/** Numbers that grow with the batch, told from those that do not by tracing a function at two batch sizes. */

/** `fixed` + `times` B. */
export type Count = { fixed: number; times: number }

/** The two batches that are traced: neither is a size that networks have by themselves, and they have no factor in common. */
export const BATCHES = [5, 7] as const

/** Throws where two values are not a multiple of the batch, or one number. */
export function countOf(first: number, second: number): Count {
  if (first === second) return { fixed: first, times: 0 }
  const times = (second - first) / (BATCHES[1] - BATCHES[0])
  const fixed = first - times * BATCHES[0]
  if (!Number.isInteger(times) || fixed !== 0)
    throw new Error(
      `a size of ${first} at a batch of ${BATCHES[0]} and ${second} at ${BATCHES[1]} is no multiple of it`,
    )
  return { fixed, times }
}

export function countsOf(first: readonly number[], second: readonly number[]): Count[] {
  if (first.length !== second.length) throw new Error('the number of dimensions depends on the batch')
  return first.map((value, i) => countOf(value, second[i]))
}

export const isFixed = (counts: readonly Count[]): boolean => counts.every(({ times }) => times === 0)

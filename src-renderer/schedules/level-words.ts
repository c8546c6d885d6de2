/** Levels counted and compared, for a sentence. Pure. */

/** Levels against steps: each level is one step, the last of them the step to 0. */
export const countWords = (levels: number): string =>
  levels === 1 ? '1 level: 1 step, to 0' : `${levels} levels: ${levels} steps, the last to 0`

/** Where two lists of as many levels are farthest apart, by ratio; null where they differ in number. */
export function farthest(
  sigmas: readonly number[],
  others: readonly number[],
): { level: number; own: number; other: number; factor: number } | null {
  if (sigmas.length !== others.length) return null
  const ratio = (i: number) => Math.abs(Math.log(sigmas[i] / others[i]))
  let worst = 0
  for (let i = 1; i < sigmas.length; i++) if (ratio(i) > ratio(worst)) worst = i
  return { level: worst + 1, own: sigmas[worst], other: others[worst], factor: Math.exp(ratio(worst)) }
}

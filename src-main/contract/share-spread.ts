/** How far apart the shares of the classes are, as one number. */

export const SPREAD = 'share_spread'

/** Largest share of a class less the smallest, of results by name; null where fewer than two are known. */
export function spreadOf(results: Iterable<readonly [name: string, value: number | null]>): number | null {
  const shares = [...results].flatMap(([name, value]) => (name.startsWith('share/') && value !== null ? [value] : []))
  return shares.length < 2 ? null : Math.max(...shares) - Math.min(...shares)
}

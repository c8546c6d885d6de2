/** The end of a refusal of an unknown name: the nearest one that is known, or all of them. */
import { closest, distance } from 'fastest-levenshtein'

/** `Did you mean draw?`, `Known here: draw, judge.`, or nothing where nothing is known. */
export function nearestName(given: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  const nearest = closest(given, known)
  const near = distance(given, nearest) <= Math.max(2, given.length / 2)
  return near ? `Did you mean ${nearest}?` : `Known here: ${known.join(', ')}.`
}

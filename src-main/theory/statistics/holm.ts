/** Several tests at once: p-values that bound the chance of any false one among them. */

/**
 * Holm 1979, Scand. J. Statist. 6: sorted ascending, the k-th of m (from 0) becomes p (m - k), no smaller than the one before, at most 1.
 * Rejecting where the result is at most alpha wrongly rejects anything with probability at most alpha, however the tests depend.
 * In the order given; a null (a test that could not be done) stays null and counts as one of the m.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted: (number | null)[] = pValues.map(() => null)
  const order = pValues.flatMap((p, i) => (p === null ? [] : [{ p, i }])).toSorted((a, b) => a.p - b.p)
  let least = 0
  order.forEach(({ p, i }, k) => {
    least = Math.max(least, Math.min(1, p * (pValues.length - k)))
    adjusted[i] = least
  })
  return adjusted
}

/** The spectrum of a data covariance, checked once at the edge of every oracle. */

import { Refusal } from '#contract/refusal.ts'

/** Eigenvalues below this share of the largest are rounding noise and count as exact zeros. */
export const ZERO_BELOW = 1e-12

/**
 * The eigenvalues as float64, in the order given; those below 1e-12 of the largest become 0. Negative ones beyond that,
 * non-finite ones and an empty list are refused.
 */
export function checkSpectrum(given: ArrayLike<number>, field = 'spectrum'): Float64Array {
  if (given === null || typeof given !== 'object' || !(given.length >= 1)) {
    throw new Refusal(`${field} must be a list of at least one eigenvalue`, { field })
  }
  const spectrum = Float64Array.from(given, Number)
  let largest = 0
  for (const value of spectrum) {
    if (!Number.isFinite(value) || value > 1e12) {
      throw new Refusal(`${field} holds ${value}: eigenvalues must be finite and at most 1e12`, { field })
    }
    if (value > largest) largest = value
  }
  const floor = largest * ZERO_BELOW
  for (let j = 0; j < spectrum.length; j++) {
    if (spectrum[j] < -floor) {
      throw new Refusal(`${field} holds ${spectrum[j]}: a covariance has no negative eigenvalue`, { field })
    }
    if (spectrum[j] < floor) spectrum[j] = 0
  }
  return spectrum
}

/** Steps times eigenvalues that one question may cost: about a minute. */
const MOST_WORK = 1e10

/** Refuses, naming `field`, what would take longer than anyone waits. */
export function refuseLong(work: number, field: string): void {
  if (work <= MOST_WORK) return
  throw new Refusal(
    `${field}: steps times eigenvalues are ${work.toExponential(1)}, more than ${MOST_WORK.toExponential(0)}: ask for fewer of either`,
    { field },
  )
}

/** Equal eigenvalues once, with their counts: a texture has two thirds zeros and its others in pairs. */
export function distinct(spectrum: Float64Array): { values: Float64Array; counts: Float64Array } {
  const counted = new Map<number, number>()
  for (const value of spectrum) counted.set(value, (counted.get(value) ?? 0) + 1)
  return { values: Float64Array.from(counted.keys()), counts: Float64Array.from(counted.values()) }
}

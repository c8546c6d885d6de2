/** Strict reading of a family's parameters: a number in its range, or a refusal that names the field as users write it. */

import { Refusal } from '#contract/refusal.ts'

export type Range = { atLeast?: number; above?: number; atMost?: number; default?: number }

/** `sigmaMax` -> `sigma_max`: refusals name the field as the user wrote it. */
export const fieldName = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The number `given[key]`, checked against its range. Missing, non-finite or out of range is refused. */
export function parameter(given: Readonly<Record<string, unknown>>, key: string, range: Range): number {
  const field = fieldName(key)
  const value = given[key] ?? range.default
  if (value === undefined) throw new Refusal(`${field} is missing: give a number`, { field })
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Refusal(`${field} must be a finite number, not ${JSON.stringify(value) ?? String(value)}`, { field })
  }
  const { atLeast = -Infinity, above = -Infinity, atMost = Infinity } = range
  if (value < atLeast) throw new Refusal(`${field} must be at least ${atLeast}, not ${value}`, { field })
  if (value <= above) throw new Refusal(`${field} must be above ${above}, not ${value}`, { field })
  if (value > atMost) throw new Refusal(`${field} must be at most ${atMost}, not ${value}`, { field })
  return value
}

/** The whole number `given[key]`, checked against its range. */
export function wholeNumber(given: Readonly<Record<string, unknown>>, key: string, range: Range): number {
  const value = parameter(given, key, range)
  if (!Number.isInteger(value)) {
    throw new Refusal(`${fieldName(key)} must be a whole number, not ${value}`, { field: fieldName(key) })
  }
  return value
}

/** Keys that a family does not have are refused: a misspelt parameter must not be passed over in silence. */
export function refuseUnknown(
  given: Readonly<Record<string, unknown>>,
  family: string,
  known: readonly string[],
): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key) || given[key] === undefined) continue
    const names = known.length > 0 ? known.map(fieldName).join(', ') : 'none'
    throw new Refusal(`${family} has no parameter ${fieldName(key)}; it takes: ${names}`, { field: fieldName(key) })
  }
}

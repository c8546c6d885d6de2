/** Mean and spread over seeds. */

import { Refusal } from '#contract/refusal.ts'
import { studentTQuantile } from './student-t.ts'

export type Summary = {
  n: number
  mean: number
  min: number
  max: number
  /** Sample standard deviation, divisor n - 1; null for a single value, as are the rest. */
  sd: number | null
  /** sd/sqrt(n). */
  standardError: number | null
  /** mean +- t_(n-1) sd/sqrt(n): Student's interval of the mean. */
  low: number | null
  high: number | null
}

/** What to say of one number measured with several seeds. One seed has no spread, and says so. */
export function summarise(values: ArrayLike<number>, confidence = 0.95): Summary {
  const list = Array.from(values)
  const n = list.length
  if (n === 0) throw new Refusal('There are no values to summarise.', { field: 'values' })
  if (!list.every(Number.isFinite)) throw new Refusal('A value is not finite.', { field: 'values' })
  const first = list[0]
  const mean = first + list.reduce((sum, value) => sum + (value - first), 0) / n
  const extremes = { n, mean, min: list.reduce((a, b) => Math.min(a, b)), max: list.reduce((a, b) => Math.max(a, b)) }
  if (n === 1) return { ...extremes, sd: null, standardError: null, low: null, high: null }
  const sd = Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  const standardError = sd / Math.sqrt(n)
  const reach = studentTQuantile((1 + confidence) / 2, n - 1) * standardError
  return { ...extremes, sd, standardError, low: mean - reach, high: mean + reach }
}

/** A verdict of FID and its family for people: the numbers with their intervals, and the passport's facts below. */
import { number, table } from './output.ts'

type Verdict = { n: readonly (number | null)[]; passport: Readonly<Record<string, unknown>> }

/** In the order in which a reader asks. */
const FACTS = ['features', 'network', 'resize', 'scaling', 'quantisation', 'covariance_divisor', 'n_paired']

export function verdictText({ n, passport, ...values }: Verdict): string {
  const reasons = (passport.reasons ?? {}) as Record<string, string>
  const rows = Object.entries(values as Record<string, number | null>).map(([name, value]) => [
    name,
    number(value, 6),
    intervalText(passport[name]),
    reasons[name] ?? '',
  ])
  const [samples, reference] = n.map((count) => count ?? 'an unknown number')
  const facts = FACTS.filter((fact) => passport[fact] !== undefined && passport[fact] !== null)
  return [
    table(['', 'value', '95 %', ''], rows),
    `${samples} samples against ${reference} of the reference, ${String(passport.features_per_row)} features each`,
    ...facts.map((fact) => `${fact.replaceAll('_', ' ')}: ${factText(passport[fact])}`),
  ].join('\n')
}

function intervalText(given: unknown): string {
  const { low, high } = (given ?? {}) as { low?: unknown; high?: unknown }
  return typeof low === 'number' && typeof high === 'number' ? `${number(low, 4)} to ${number(high, 4)}` : ''
}

const factText = (value: unknown) => (Array.isArray(value) ? value.join(' and ') : String(value))

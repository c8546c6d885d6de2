/** What a judgement says, as the command line and the page both show it: each number with its interval, and the passport's facts. */

/** Numbers by name, in the order in which a reader asks: `fid`, `kid` ...; those that the sets are too small for are null. */
export type JudgeVerdict = { n: readonly (number | null)[]; passport: Readonly<Record<string, unknown>> }

export type VerdictRow = {
  name: string
  value: number | null
  low: number | null
  high: number | null
  /** Why there is no value, or what is not to be trusted of it. */
  reason: string
}

const FACTS = ['features', 'network', 'resize', 'scaling', 'quantisation', 'covariance_divisor', 'n_paired']

export function verdictRows({ n: _n, passport, ...values }: JudgeVerdict): VerdictRow[] {
  const reasons = (passport.reasons ?? {}) as Record<string, string>
  return Object.entries(values as Record<string, number | null>).map(([name, value]) => {
    const { low, high } = (passport[name] ?? {}) as { low?: unknown; high?: unknown }
    const bounded = typeof low === 'number' && typeof high === 'number'
    return { name, value, low: bounded ? low : null, high: bounded ? high : null, reason: reasons[name] ?? '' }
  })
}

/** Facts of the passport that are known, in words. */
export function verdictFacts({ n, passport }: JudgeVerdict): string[] {
  const [samples, reference] = n.map((count) => count ?? 'an unknown number')
  const known = FACTS.filter((fact) => passport[fact] !== undefined && passport[fact] !== null)
  return [
    `${samples} samples against ${reference} of the reference, ${String(passport.features_per_row)} features each`,
    ...known.map((fact) => `${fact.replaceAll('_', ' ')}: ${factText(passport[fact])}`),
  ]
}

const factText = (value: unknown) => (Array.isArray(value) ? value.join(' and ') : String(value))

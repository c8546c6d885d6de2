/** A study's result in words: verdict, numbers with their intervals, conditions. Pure. */
import type { Difference, Measured } from '#contract/measures.ts'
import type { Finding, StudyResult } from '#contract/study-result.ts'
import { formatValue } from '#figures/value-text.ts'

export const FINDING_WORDS: Readonly<Record<Finding, string>> = {
  found: 'found',
  reversed: 'reversed',
  smaller: 'smaller than published',
  open: 'open',
  reported: 'reported',
  missing: 'missing',
}

export function verdictText({ verdict, needed, comparisons }: StudyResult): string {
  const missing = comparisons.filter(({ finding }) => finding === 'missing').length
  const holes = missing > 0 ? ` ${missing} of ${comparisons.length} comparisons could not be made.` : ''
  switch (verdict) {
    case null:
      return comparisons.length === 0 ? 'Shown, not tested: look at it.' : `Reported, not tested.${holes}`
    case 'found again':
      return `Found again: every tested comparison has the published sign.${holes}`
    case 'reversed':
      return `Reversed: a difference is certain and has the other sign.${holes}`
    case 'not found':
      return `Not found: an effect of the published size is excluded.${holes}`
    case 'too little evidence': {
      const what = needed?.evidence === 'trainings' ? 'training seeds' : 'samples'
      return `Too little evidence.${needed ? ` About ${needed.n.toLocaleString('en')} ${what} an arm would do.` : ''}${holes}`
    }
  }
}

export function measuredText(measured: Measured | { missing: string }): string {
  if ('missing' in measured) return '–'
  const { value, low, high } = measured
  return low === undefined ? formatValue(value) : `${formatValue(value)} [${formatValue(low)}, ${formatValue(high!)}]`
}

export const differenceText = ({ estimate, low, high }: Difference): string =>
  `${formatValue(estimate)} [${formatValue(low)}, ${formatValue(high)}]`

export const pText = (p: number): string => (p === 0 ? 'counted' : p < 0.001 ? '< 0.001' : p.toFixed(3))

const minutes = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(1)} min`

export function conditions({ runs, seconds, machine, anneal, commit, date }: StudyResult): string {
  const from = commit ? `${anneal}, commit ${commit.slice(0, 8)}` : anneal
  return `${runs.length} runs in ${minutes(seconds.runs)}, measured in ${minutes(seconds.measures)}, on ${machine.cores} cores (${machine.cpu}), ${date.slice(0, 10)}, Anneal ${from}.`
}

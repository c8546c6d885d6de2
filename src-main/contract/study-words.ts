/** A study's result in words: verdict, numbers with their intervals, conditions. The same in a terminal, a report and on the page. */
import { type Difference, type Measured, NOT_ASKED } from './measures.ts'
import type { Finding, StudyResult } from './study-result.ts'

export const FINDING_WORDS: Readonly<Record<Finding, string>> = {
  found: 'found',
  reversed: 'reversed',
  smaller: 'smaller than published',
  open: 'open',
  reported: 'reported',
  missing: 'missing',
}

export function verdictText({ verdict, needed, comparisons, level }: StudyResult): string {
  const missing = comparisons.filter(({ finding }) => finding === 'missing').length
  const holes = missing > 0 ? ` ${missing} of ${comparisons.length} comparisons could not be made.` : ''
  switch (verdict) {
    case null:
      return comparisons.length === 0 ? 'Shown, not tested: look at it.' : `Reported, not tested.${holes}`
    case 'found again':
      return `Found again: every tested comparison has the published sign.${holes}`
    case 'reversed':
      return `Reversed: a difference has the other sign, at p < ${level}.${holes}`
    case 'not found':
      return `Not found: an effect of the published size is excluded.${holes}`
    case 'too little evidence': {
      const open = comparisons.filter(({ finding }) => finding === 'open').map(({ spec }) => spec)
      const which = open.length > 0 ? ` Open: ${open.map(({ name }) => name).join('; ')}.` : ''
      const what = needed?.evidence === 'trainings' ? 'training seeds' : 'samples'
      const unsized = open.some(({ published }) => !published)
      const would = needed
        ? ` About ${needed.n.toLocaleString('en')} ${what} an arm would do.`
        : unsized
          ? ' How many would do cannot be said where no size is published.'
          : ''
      return `Too little evidence.${which}${would}${holes}`
    }
  }
}

export function measuredText(measured: Measured | { missing: string }): string {
  if ('missing' in measured) return measured.missing === NOT_ASKED ? '' : '–'
  const { value, low, high } = measured
  return low === undefined ? numberText(value) : `${numberText(value)} [${numberText(low)}, ${numberText(high!)}]`
}

export const differenceText = ({ estimate, low, high }: Difference): string =>
  `${numberText(estimate)} [${numberText(low)}, ${numberText(high)}]`

/** What is counted has no error, and no p. */
export const pText = (p: number, difference: Difference | null): string =>
  difference?.method === 'counted' ? 'counted' : p < 0.001 ? '< 0.001' : p.toFixed(3)

/** Four digits; thousands as they are. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (value === 0) return '0'
  if (Number.isInteger(value) && Math.abs(value) >= 1000) return value.toLocaleString('en')
  return Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)))
}

const spanText = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(1)} min`

export function conditionsText({ runs, seconds, machine, anneal, commit, date }: StudyResult): string {
  const from = commit ? `${anneal}, commit ${commit.slice(0, 8)}` : anneal
  return `${runs.length} runs in ${spanText(seconds.runs)}, measured in ${spanText(seconds.measures)}, on ${machine.cores} cores (${machine.cpu}), ${date.slice(0, 10)}, Anneal ${from}.`
}

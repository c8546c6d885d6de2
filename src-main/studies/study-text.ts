/** A result of a study as Markdown: protocol, published beside ours, comparisons and verdict. Pure. */
import { type Measured, measureTitle } from '#contract/measures.ts'
import type { StudyFile } from '#contract/study-file.ts'
import type { StudyResult } from '#contract/study-result.ts'

export function studyText(study: StudyFile, result: StudyResult): string {
  const { published } = study
  const tier = result.tier === 'paper' ? undefined : study.tiers[result.tier]
  const { cpu, cores } = result.machine
  return [
    `# ${study.title}`,
    '',
    `Claim: ${study.claim}`,
    '',
    `**${verdictSentence(result)}**`,
    '',
    `## Published (${published.where})`,
    '',
    markdown(
      published.columns,
      published.rows.map((row) => row.map(cellText)),
    ),
    ...(published.note ? ['', published.note] : []),
    '',
    `## Here (${result.tier})`,
    '',
    ...(tier ? [tier.says, ''] : []),
    markdown(
      ['', ...result.shown.map(measureTitle)],
      result.arms.map(({ name, values }) => [name, ...values.map(measuredText)]),
    ),
    ...(result.comparisons.length > 0 ? ['', ...comparisonLines(result)] : []),
    '',
    `${result.runs.length} runs in ${minutesText(result.seconds.runs)}, measured in ${minutesText(result.seconds.measures)}; ${cores} cores, ${cpu}; Anneal ${result.anneal}${result.commit ? ` (${result.commit.slice(0, 12)})` : ''}, ${result.date.slice(0, 10)}.`,
    `Again: \`${result.command}\``,
    '',
  ].join('\n')
}

export function verdictSentence({ verdict, needed, comparisons }: StudyResult): string {
  if (verdict === null) return comparisons.length === 0 ? 'Shown, not tested.' : 'Reported, not tested.'
  const missing = comparisons.filter(({ finding }) => finding === 'missing').length
  const rest = missing > 0 ? ` (${missing} of ${comparisons.length} comparisons could not be made)` : ''
  if (verdict !== 'too little evidence') return `${verdict[0].toUpperCase()}${verdict.slice(1)}${rest}.`
  const would = needed
    ? ` About ${needed.n} ${needed.evidence === 'noise' ? 'samples' : 'training seeds'} an arm would do.`
    : ''
  return `Too little evidence${rest}.${would}`
}

function comparisonLines({ comparisons, level }: StudyResult): string[] {
  const rows = comparisons.map(({ spec, difference, missing, finding, adjustedP }) => [
    spec.name,
    difference
      ? `${short(difference.estimate)} [${short(difference.low)}, ${short(difference.high)}]`
      : (missing ?? ''),
    spec.sign === 0 ? 'not tested' : adjustedP === null ? '-' : pText(adjustedP),
    FINDINGS[finding],
  ])
  return [
    markdown(['comparison', 'difference', 'p (Holm)', ''], rows),
    '',
    `Intervals at 95 %, one by one. A comparison is found where it has the published sign and p < ${level} after Holm.`,
  ]
}

export const FINDINGS: Readonly<Record<StudyResult['comparisons'][number]['finding'], string>> = {
  found: 'found',
  reversed: 'reversed',
  smaller: 'smaller than published',
  open: 'open',
  reported: 'reported',
  missing: 'missing',
}

const pText = (p: number): string => (p === 0 ? 'counted' : p < 0.001 ? p.toExponential(1) : p.toFixed(3))
const minutesText = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(1)} min`
const cellText = (value: string | number | null): string => (value === null ? '' : String(value))

export function short(value: number): string {
  if (value === 0) return '0'
  if (Number.isInteger(value) && Math.abs(value) >= 1000) return value.toLocaleString('en')
  return Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3
    ? value.toExponential(2)
    : String(Number(value.toPrecision(4)))
}

export function measuredText(measured: Measured | { missing: string }): string {
  if ('missing' in measured) return measured.missing
  const { value, low, high } = measured
  return low === undefined ? short(value) : `${short(value)} [${short(low)}, ${short(high!)}]`
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

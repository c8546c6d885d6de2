/** A result of a study as Markdown: protocol, published beside ours, comparisons and verdict. Pure. */
import { datasetSpec } from '#contract/dataset.ts'
import { datasetWords } from '#contract/dataset-words.ts'
import { measureTitle } from '#contract/measures.ts'
import type { StudyFile } from '#contract/study-file.ts'
import type { StudyResult } from '#contract/study-result.ts'
import {
  conditionsText,
  differenceText,
  FINDING_WORDS,
  measuredText,
  pText,
  verdictText,
} from '#contract/study-words.ts'
import { crossingsOf } from '#theory/statistics/study-crossings.ts'

export function studyText(study: StudyFile, result: StudyResult): string {
  const { published } = study
  const tier = result.tier === 'paper' ? undefined : study.tiers[result.tier]
  return [
    `# ${study.title}`,
    '',
    `Claim: ${study.claim}`,
    '',
    `**${verdictText(result)}**`,
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
    ...referenceLines(tier?.sweep.steps),
    markdown(
      ['', ...result.shown.map(measureTitle)],
      result.arms.map(({ name, values }) => [name, ...values.map(measuredText)]),
    ),
    ...(result.comparisons.length > 0 ? ['', ...comparisonLines(result)] : []),
    ...crossingsOf(tier?.crossings ?? [], result).flatMap(({ says }) => ['', says]),
    '',
    conditionsText(result),
    `Again: \`${result.command}\``,
    '',
  ].join('\n')
}

/** What evaluations are judged against, by step; data that a sweep varies stand in the names of its arms. */
function referenceLines(steps: Readonly<Record<string, unknown>> = {}): string[] {
  return Object.entries(steps).flatMap(([step, config]) => {
    const { kind, reference } = config as { kind?: string; reference?: unknown }
    if (kind !== 'evaluate') return []
    const named = datasetSpec.safeParse(reference)
    const data = named.success ? datasetWords(named.data) : 'the data that each score learned'
    return [`Step ${step} judges against ${data}.`, '']
  })
}

function comparisonLines({ comparisons, level }: StudyResult): string[] {
  const rows = comparisons.map(({ spec, difference, missing, finding, adjustedP }) => [
    spec.name,
    difference ? differenceText(difference) : (missing ?? ''),
    spec.sign === 0 ? 'not tested' : adjustedP === null ? '-' : pText(adjustedP, difference),
    FINDING_WORDS[finding],
  ])
  return [
    markdown(['comparison', 'difference', 'p (Holm)', ''], rows),
    '',
    `Intervals at 95 %, one by one. A comparison is found where it has the published sign and p < ${level} after Holm.`,
  ]
}

const cellText = (value: string | number | null): string => (value === null ? '' : String(value))

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

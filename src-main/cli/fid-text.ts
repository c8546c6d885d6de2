/** A verdict of FID and its family for people: the numbers with their intervals, and the passport's facts below. */
import { type JudgeVerdict, verdictFacts, verdictRows } from '#contract/judge-verdict.ts'
import { number, table } from './output.ts'

export function verdictText(verdict: JudgeVerdict): string {
  const rows = verdictRows(verdict).map(({ name, value, low, high, reason }) => [
    name,
    number(value, 6),
    low === null || high === null ? '' : `${number(low, 4)} to ${number(high, 4)}`,
    reason,
  ])
  return [table(['', 'value', '95 %', ''], rows), ...verdictFacts(verdict)].join('\n')
}

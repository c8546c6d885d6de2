/** Class proportions: bars with joint intervals, and the data's own share as a line across each class. */
import { besideEachOther } from './beside-each-other.ts'
import type { FigureSpec, Mark } from '../spec.ts'

export type SharesRow = {
  label: string
  slot: number
  /** In [0, 1], one a class. */
  share: readonly number[]
  low: readonly number[]
  high: readonly number[]
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

export function sharesFigure(
  classes: readonly string[],
  rows: readonly SharesRow[],
  reference: readonly number[] | null,
  title = 'Class proportions',
): FigureSpec {
  const places = besideEachOther(rows.length)
  const lines = (reference ?? []).flatMap((share, i): Mark[] =>
    Number.isFinite(share)
      ? [{ mark: 'rule', paint: 'ink', y: 100 * share, from: i - 0.46, to: i + 0.46, dash: [4, 2], width: 1.8 }]
      : [],
  )
  const [first] = rows
  return {
    title,
    sentence: first ? sentenceOf(classes, first) : 'Nothing to show.',
    legend: rows.length > 1 ? rows.map(({ label, slot }) => ({ label, paint: slot, block: true })) : [],
    panels: [
      {
        x: { title: 'class', scale: 'category', categories: classes },
        y: { title: 'share (%)', include: [0, 2], room: 0.02 },
        marks: [
          ...rows.map(({ label, slot, share, low, high }, r): Mark => ({
            mark: 'bars',
            paint: slot,
            width: places.width,
            bars: classes.map((name, i) => ({
              x: i + places.at(r),
              y: 100 * share[i],
              low: 100 * low[i],
              high: 100 * high[i],
              label: `${label}, ${name}: ${percent(share[i])}`,
            })),
          })),
          ...lines,
        ],
      },
    ],
  }
}

function sentenceOf(classes: readonly string[], { label, share }: SharesRow): string {
  const most = share.indexOf(Math.max(...share))
  const least = share.indexOf(Math.min(...share))
  return `${label}: ${classes[most]} most often, ${percent(share[most])}; ${classes[least]} least, ${percent(share[least])}.`
}

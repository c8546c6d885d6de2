/** Fréchet distances class by class: a figure and a table for each group of runs that may be compared. */
import { classGroups, type ClassGroup } from '#contract/class-distances.ts'
import type { Result } from '#contract/run.ts'
import { escape } from '#figures/svg.ts'
import { classPlot, key } from './plots.ts'

type Labelled = { number: number; label: string; results: readonly Result[] }
type Slotted = Labelled & { slot: number }

/** Empty where no run was judged class by class. */
export const classTables = (runs: readonly Labelled[]): string =>
  classGroups(runs.map((run, slot) => ({ ...run, slot })))
    .map((group) => heading(group) + plot(group) + table(group))
    .join('')

const heading = ({ title, n }: ClassGroup<Slotted>) => `<h3>${title}, n ${escape(n)} of every class</h3>`

const plot = ({ title, classes, rows }: ClassGroup<Slotted>) =>
  classPlot(
    title,
    classes,
    rows.map(({ run, distances }) => ({
      label: run.label,
      slot: run.slot,
      values: distances.map(({ value }) => value),
    })),
  )

function table({ classes, rows }: ClassGroup<Slotted>): string {
  const head = ['run', 'schedule', ...classes].map((text) => `<th scope="col">${escape(text)}</th>`)
  const body = rows.map(({ run, distances }) => {
    const cells = distances.map(({ value, reason }) =>
      value === null ? `<td title="${escape(reason ?? '')}">&ndash;</td>` : `<td>${value.toFixed(2)}</td>`,
    )
    return `<tr><td>${run.number}</td><td>${key(run.slot)} ${escape(run.label)}</td>${cells.join('')}</tr>`
  })
  const reasons = rows.flatMap(({ run, distances }) =>
    distances.flatMap(({ className, value, reason }) =>
      value === null && reason !== null ? [`<p>${escape(`Run ${run.number}, ${className}: ${reason}`)}</p>`] : [],
    ),
  )
  return `<div class="wide"><table class="classes"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>${reasons.join('')}`
}

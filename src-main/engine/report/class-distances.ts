/** Tables of Fréchet distances class by class: runs below each other only where their passports agree. */
import { readClassResult } from '#contract/by-class.ts'
import { firstUnlike, passportOf } from '#contract/passport.ts'
import type { Result } from '#contract/run.ts'
import { escape } from './svg.ts'

type Labelled = { number: number; label: string; results: readonly Result[] }
type Row = { run: Labelled; of: string; distances: readonly (Result & { className: string })[] }

const TITLES: Readonly<Record<string, string>> = {
  fid: 'FID by class',
  frechet_distance: 'Fréchet distance by class, classifier features',
}

/** Empty where no run was judged class by class. */
export function classTables(runs: readonly Labelled[]): string {
  const rows = runs.flatMap((run) =>
    Object.keys(TITLES).map((of): Row => ({ run, of, distances: distancesOf(run, of) })),
  )
  const groups: Row[][] = []
  for (const row of rows.filter(({ distances }) => distances.length > 0)) {
    const like = groups.find((group) => alike(group[0], row))
    if (like) like.push(row)
    else groups.push([row])
  }
  return groups.map(table).join('')
}

function distancesOf({ results }: Labelled, of: string): Row['distances'] {
  return results.flatMap((result) => {
    const named = readClassResult(result.name)
    return named?.of === of ? [{ ...result, className: named.className }] : []
  })
}

const alike = (a: Row, b: Row): boolean =>
  a.of === b.of &&
  a.distances.length === b.distances.length &&
  a.distances.every(({ className, protocol }, i) => {
    const other = b.distances[i]
    return className === other.className && !firstUnlike([passportOf(protocol), passportOf(other.protocol)])
  })

function table(group: readonly Row[]): string {
  const [{ of, distances }] = group
  const head = ['run', 'schedule', ...distances.map(({ className }) => className)]
  const body = group.map(({ run, distances: own }) => {
    const cells = own.map(({ value, protocol: { reason } }) =>
      value === null ? `<td title="${escape(String(reason ?? ''))}">&ndash;</td>` : `<td>${value.toFixed(2)}</td>`,
    )
    return `<tr><td>${run.number}</td><td>${escape(run.label)}</td>${cells.join('')}</tr>`
  })
  const reasons = group.flatMap(({ run, distances: own }) =>
    own.flatMap(({ className, value, protocol: { reason } }) =>
      value === null && typeof reason === 'string' ? [`Run ${run.number}, ${className}: ${reason}`] : [],
    ),
  )
  return `<h3>${TITLES[of]}, n ${String(distances[0].protocol.n)} of every class</h3><div class="wide"><table><thead><tr>${head
    .map((text) => `<th scope="col">${escape(text)}</th>`)
    .join(
      '',
    )}</tr></thead><tbody>${body.join('')}</tbody></table></div>${reasons.map((text) => `<p>${escape(text)}</p>`).join('')}`
}

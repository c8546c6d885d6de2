/** What a page compares of all runs: their results by name, a sampling with those of its newest evaluation. */
import { keepApart } from '#contract/keep-apart.ts'
import type { RunValues } from '#contract/run-requests.ts'
import { SPREAD, spreadOf } from '#contract/share-spread.ts'
import type { History } from '#history/history.ts'
import { groupKeys } from './run-groups.ts'

type Values = Record<string, number | null>
type Read = Pick<History['read'], 'values' | 'judged'>

export function runValues(read: Read): RunValues[] {
  const all = read.values()
  const groups = groupKeys(all)
  const names = namesApart(read.judged())
  const own = new Map(all.map(({ id, values }) => [id, withSpread(renamed(values, names.get(id)))]))
  const judges = judgesOf(all)
  return all.map(({ id }) => {
    const judge = judges.get(id)
    const values = { ...(judge && own.get(judge.id)), ...own.get(id) }
    return { id, group: groups.get(id) ?? id, values, judge: judge?.number ?? null }
  })
}

/** By sampling run, the newest evaluation of it that has results and is not in the trash. */
function judgesOf(all: ReturnType<Read['values']>) {
  const sampled = all.filter(({ config }) => config.kind === 'sample')
  const byReference = new Map(sampled.flatMap(({ id, number }) => [[id, id] as const, [String(number), id] as const]))
  const judges = new Map<string, (typeof all)[number]>()
  for (const run of all) {
    if (run.config.kind !== 'evaluate' || run.trashed || Object.keys(run.values).length === 0) continue
    const samples = byReference.get(run.config.samples.replace(/^#/, ''))
    if (samples !== undefined) judges.set(samples, run)
  }
  return judges
}

function withSpread(values: Values): Values {
  const spread = spreadOf(Object.entries(values))
  return spread === null ? values : { ...values, [SPREAD]: spread }
}

/** For each run the names under which its distances stand in a column with those that they may be compared with. */
function namesApart(judged: ReturnType<Read['judged']>): Map<string, Map<string, string>> {
  const { lists, apart } = keepApart(judged.map((result) => [result]))
  if (apart.length === 0) return new Map()
  const names = new Map<string, Map<string, string>>()
  for (const [i, { id, name }] of judged.entries())
    names.set(id, (names.get(id) ?? new Map<string, string>()).set(name, lists[i][0].name))
  return names
}

const renamed = (values: Values, names: ReadonlyMap<string, string> | undefined): Values =>
  names ? Object.fromEntries(Object.entries(values).map(([name, value]) => [names.get(name) ?? name, value])) : values

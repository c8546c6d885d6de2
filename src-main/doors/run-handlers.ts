/** Answers what a page asks of runs. Input has been parsed; no decisions here. */
import { keepApart } from '#contract/keep-apart.ts'
import type { Handlers } from '#contract/requests.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { comparisonHtml } from '#engine/report/comparison.ts'
import type { RunService } from '#runs/run-service.ts'
import { groupKeys } from './run-groups.ts'

type RunRequests = Extract<keyof Handlers, `runs/${string}`>

export function runHandlers(service: RunService): Pick<Handlers, RunRequests> {
  const { history } = service
  const { read } = history
  return {
    'runs/list': (options) => read.list(options),
    'runs/get': ({ id }) => read.get(id),
    'runs/lineage': ({ id }) => read.lineage(id),
    'runs/queue': () => ({ order: read.queue().map(({ id }) => id) }),
    'runs/results': () => {
      const all = read.values()
      const groups = groupKeys(all)
      const names = namesApart(read.judged())
      return all.map(({ id, values }) => ({ id, group: groups.get(id) ?? id, values: renamed(values, names.get(id)) }))
    },
    'runs/start': ({ config, text }) => ({ id: service.startRun(config, { configText: text }).id }),
    'runs/cancel': ({ id }) => ({ state: service.cancel(id).state }),
    'runs/resume': ({ id }) => ({ state: service.resume(id).state }),
    'runs/move': ({ id, before }) => ({ order: service.move(id, before) }),
    'runs/edit': ({ id, ...edit }) => service.edit(id, edit),
    'runs/metrics': ({ id, ...options }) => read.metrics(id, options),
    'runs/log': ({ id, from }) => read.log(id, from),
    'runs/file': ({ id, path }) => read.file(id, path),
    'runs/report': ({ ids }) => comparisonHtml(ids.map((id) => compared(read.need(id), service))),
  }
}

/** The folder of a finished sampling run, and of its newest finished evaluation where there is one. */
function compared(run: RunRecord, { history: { read } }: RunService): { samples: string; evaluation: string | null } {
  if (run.kind !== 'sample' || run.state !== 'finished')
    throw new Refusal(`Run ${run.number} is no finished sampling run; a report is made of such.`, { field: 'ids' })
  const evaluation = read
    .childrenOf(run.id)
    .findLast((child) => child.kind === 'evaluate' && child.state === 'finished' && !child.trashed)
  return { samples: read.folderOf(run.id), evaluation: evaluation ? read.folderOf(evaluation.id) : null }
}

type Values = Record<string, number | null>

/** For each run the names under which its distances stand in a column with those that they may be compared with. */
function namesApart(judged: ReturnType<RunService['history']['read']['judged']>): Map<string, Map<string, string>> {
  const { lists, apart } = keepApart(judged.map((result) => [result]))
  if (apart.length === 0) return new Map()
  const names = new Map<string, Map<string, string>>()
  for (const [i, { id, name }] of judged.entries())
    names.set(id, (names.get(id) ?? new Map<string, string>()).set(name, lists[i][0].name))
  return names
}

const renamed = (values: Values, names: ReadonlyMap<string, string> | undefined): Values =>
  names ? Object.fromEntries(Object.entries(values).map(([name, value]) => [names.get(name) ?? name, value])) : values

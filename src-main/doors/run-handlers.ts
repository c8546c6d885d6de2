/** Answers what a page asks of runs. Input has been parsed; no decisions here. */
import type { Handlers } from '#contract/requests.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import { settingsOf } from '#contract/run-settings.ts'
import { comparisonHtml } from '#engine/report/comparison.ts'
import type { RunService } from '#runs/run-service.ts'
import { estimateRun } from '#sweeps/estimate-run.ts'
import { parseRunConfig } from '#contract/parse.ts'
import { runValues } from './run-values.ts'

type RunRequests = Extract<keyof Handlers, `runs/${string}`>

export function runHandlers(service: RunService): Pick<Handlers, RunRequests> {
  const { history } = service
  const { read } = history
  return {
    'runs/list': (options) => read.list(options),
    'runs/get': ({ id }) => read.get(id),
    'runs/lineage': ({ id }) => read.lineage(id),
    'runs/queue': () => ({ order: read.queue().map(({ id }) => id) }),
    'runs/results': () => runValues(read),
    'runs/settings': ({ ids }) => read.configs(ids).map(({ id, config }) => ({ id, settings: settingsOf(config) })),
    'runs/start': ({ config, text }) => ({ id: service.startRun(config, { configText: text }).id }),
    'runs/remarks': ({ config }) => service.remarksOn(config),
    'runs/estimate': ({ config }) => estimateRun(parseRunConfig(config), service),
    'runs/cancel': ({ id }) => ({ state: service.cancel(id).state }),
    'runs/resume': ({ id }) => ({ state: service.resume(id).state }),
    'runs/move': ({ id, before }) => ({ order: service.move(id, before) }),
    'runs/edit': ({ id, ...edit }) => service.edit(id, edit),
    'runs/trash': ({ ids, trashed }) => service.trash(ids, trashed),
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

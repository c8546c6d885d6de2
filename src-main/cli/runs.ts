/** Starting a run from the command line and watching it to its end. */
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import { rateText } from '#contract/progress.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import { openHome } from '#history/home.ts'
import type { RunEvent } from '#runs/run-events.ts'
import { openRunService, type RunService } from '#runs/run-service.ts'
import { seconds, type Output } from './output.ts'
import { programVersion, resourcesFolder } from '#program/folders.ts'

export const CANCELLED_EXIT = 130

/** Opens the runs of the data folder for as long as `use` takes. */
export async function withRuns<T>(
  use: (service: RunService) => Promise<T> | T,
  runs: 'all' | 'own' = 'own',
): Promise<T> {
  const service = openRunService({
    home: openHome(),
    resources: resourcesFolder(),
    engineEnvironment,
    version: programVersion(),
    runs,
  })
  const told = new Set<string>()
  const tellNew = () =>
    service.notices().forEach((notice) => told.size < told.add(notice).size && process.stderr.write(`${notice}\n`))
  try {
    tellNew()
    return await use(service)
  } finally {
    tellNew()
    await service.close()
  }
}

/** Waits for a run with its progress on stderr. Ctrl-C cancels it cleanly and sets the exit code. */
export async function follow(service: RunService, run: RunRecord, output: Output): Promise<RunRecord> {
  output.note(`run ${run.number} ${run.name} (${run.kind})`)
  const interrupt = () => {
    output.note(`cancelling run ${run.number} ...`)
    service.cancel(run.id)
    process.exitCode = CANCELLED_EXIT
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    const ended = await service.waitFor(run.id, (event) => showRun(event, run, output))
    output.note(ended.reason ? `${ended.state}: ${ended.reason}` : ended.state)
    if (ended.state === 'failed') process.exitCode = 2
    if (ended.state === 'cancelled' || ended.state === 'interrupted') process.exitCode = CANCELLED_EXIT
    return ended
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

/** A run of a study, once it has finished; where it ends otherwise, the study (`what`) stops with it. */
export async function finish(
  service: RunService,
  config: RunConfigInput,
  output: Output,
  what: string,
): Promise<RunRecord> {
  const ended = await follow(service, service.startRun(config), output)
  if (ended.state === 'finished') return ended
  throw new Refusal(`The ${what} stopped: run ${ended.number} ended ${ended.state}. ${ended.reason ?? ''}`, {
    code: 'cancelled',
  })
}

/** How far a run is, and what it warns of. */
export function showRun({ name, event }: RunEvent, { kind }: RunRecord, output: Output): void {
  if (name === 'runs/tick') {
    const { step, steps, secondsLeft, points } = event
    const loss = points.findLast((point) => point.name === 'loss')?.value
    const parts = [`${step}/${steps}`, rateText(event, kind)]
    if (loss !== undefined) parts.push(loss === null ? 'loss not finite' : `loss ${loss.toPrecision(4)}`)
    if (secondsLeft !== null) parts.push(`${seconds(secondsLeft)} left`)
    output.progress(parts.filter(Boolean).join('  '))
  }
  if (name === 'runs/log' && event.level !== 'info') output.note(`${event.level}: ${event.text}`)
}

/** Opening the sweeps of the data folder from the command line, and watching one to its end. */
import type { RunRecord } from '#contract/run.ts'
import { Refusal } from '#contract/refusal.ts'
import type { SweepInput } from '#contract/sweep.ts'
import type { SweepDetail, SweepSummary } from '#contract/sweep-view.ts'
import { engineEnvironment } from '#program/tensorflow-library.mjs'
import { forkProcess } from '#workers/start-process.ts'
import { codeVersion } from '#program/code-version.ts'
import type { RunEvent } from '#runs/run-events.ts'
import type { RunService } from '#runs/run-service.ts'
import { isOpen } from '#runs/run-state.ts'
import { sweepTag } from '#sweeps/cell-config.ts'
import { openDatasetHashes } from '#sweeps/dataset-hashes.ts'
import { openFinder } from '#sweeps/find-finished.ts'
import { thisCommand, thisProgram } from '#sweeps/shared/this-program.ts'
import { openSweepService, type SweepService } from '#sweeps/sweep-service.ts'
import type { Output } from './output.ts'
import { CANCELLED_EXIT, showRun, withRuns } from './runs.ts'

/** Opens them for as long as `use` takes, with the runs under them. `all`: goes on with every sweep that is under way. */
export const withSweeps = <T>(
  use: (sweeps: SweepService, runs: RunService) => Promise<T> | T,
  work: 'all' | 'own' = 'own',
): Promise<T> =>
  withRuns(async (runs) => {
    const elsewhere = { program: thisProgram, command: thisCommand(), startProcess: forkProcess, engineEnvironment }
    const service = openSweepService({ runs, work, findFinished: finderOf(runs), elsewhere })
    try {
      return await use(service, runs)
    } finally {
      for (const notice of service.notices()) process.stderr.write(`${notice}\n`)
      await service.close()
    }
  })

const finderOf = (runs: RunService) =>
  openFinder({ runs, code: codeVersion, hashes: openDatasetHashes(runs.history.home.root) })

type Follow = { sweeps: SweepService; runs: RunService; output: Output }

/** Waits for a sweep, with the progress of its runs on stderr. Ctrl-C pauses it: what is done is kept, and `resume` goes on. */
export async function followSweep(id: string, { sweeps, runs, output }: Follow): Promise<SweepSummary> {
  const { number, name, cells, place } = sweeps.get(id)
  const leaves = place !== null && place.on !== 'here'
  output.note(`sweep ${number} ${name}: ${cells} runs`)
  const stopped = new AbortController()
  const pause = () => {
    const follow = `its tasks go on; \`anneal sweep resume ${number}\` follows them again, \`anneal sweep cancel ${number}\` takes them back`
    output.note(leaves ? follow : `pausing; \`anneal sweep resume ${number}\` goes on with it`)
    process.exitCode = CANCELLED_EXIT
    if (!leaves) sweeps.act(id, 'pause')
    stopped.abort()
  }
  process.on('SIGINT', pause).on('SIGTERM', pause)
  const stops = [...tellRuns(number, runs, output), ...(leaves ? [tellPlace(id, sweeps, output)] : [])]
  try {
    const ended = await sweeps.follow(id, () => {}, stopped.signal)
    output.note(
      `${ended.finished} of ${cells} runs${ended.failed > 0 ? `, ${ended.failed} failed` : ''}: ${ended.state}`,
    )
    if (ended.state === 'incomplete') process.exitCode = 2
    if (ended.state === 'cancelled') process.exitCode = CANCELLED_EXIT
    return ended
  } finally {
    process.off('SIGINT', pause).off('SIGTERM', pause)
    for (const stop of stops) stop()
  }
}

/** A sweep of a study, once all of it has finished; where it ends otherwise, the study (`what`) stops with it. */
export async function finishSweep(sweep: SweepInput, follow: Follow, what: string): Promise<SweepDetail> {
  const { id, number, state } = await followSweep(follow.sweeps.start(sweep).id, follow)
  if (state === 'finished') return follow.sweeps.get(id)
  const message = `The ${what} stopped: sweep ${number} is ${state}. \`anneal sweep show ${number}\` says more.`
  throw new Refusal(message, { code: 'cancelled' })
}

/** What a scheduler says of it, as it changes. */
function tellPlace(id: string, sweeps: SweepService, output: Output): () => void {
  const told = new Set<string>()
  const timer = setInterval(() => {
    const { jobs, notes } = sweeps.get(id).place!
    const lines = [...jobs.map(({ job, stage, state }) => `job ${job} (${stage}): ${state}`), ...notes]
    for (const line of lines) if (told.size < told.add(line).size) output.note(line)
  }, 2000)
  return () => clearInterval(timer)
}

/** A sweep that Slurm computes, once it has been submitted or something keeps it from that. */
export async function submitted(id: string, sweeps: SweepService): Promise<void> {
  for (let place = sweeps.get(id).place; place && place.jobs.length + place.notes.length === 0;) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    place = sweeps.get(id).place
  }
}

/** A line for each run of the sweep that starts or ends, and how far the one at work is. */
function tellRuns(sweep: number, runs: RunService, output: Output): (() => void)[] {
  const at = new Map<string, RunRecord>()
  return [
    runs.subscribe('runs/changed', (run) => {
      if (!run.tags.includes(sweepTag(sweep)) || at.get(run.id)?.state === run.state) return
      at.set(run.id, run)
      if (run.state === 'running') output.note(`run ${run.number} ${run.name} (${run.kind})`)
      else if (!isOpen(run.state)) output.note(`run ${run.number} ${run.state}${run.reason ? `: ${run.reason}` : ''}`)
    }),
    ...(['runs/tick', 'runs/log'] as const).map((name) =>
      runs.subscribe(name, (event) => {
        const run = at.get(event.id)
        if (run) showRun({ name, event } as RunEvent, run, output)
      }),
    ),
  ]
}

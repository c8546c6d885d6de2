/** Opening the sweeps of the data folder from the command line, and watching one to its end. */
import type { SweepSummary } from '#contract/sweep-view.ts'
import { codeVersion } from '#program/code-version.ts'
import type { RunService } from '#runs/run-service.ts'
import { openDatasetHashes } from '#sweeps/dataset-hashes.ts'
import { openFinder } from '#sweeps/find-finished.ts'
import { openSweepService, type SweepService } from '#sweeps/sweep-service.ts'
import type { Output } from './output.ts'
import { CANCELLED_EXIT, withRuns } from './runs.ts'

/** Opens them for as long as `use` takes, with the runs under them. `all`: goes on with every sweep that is under way. */
export const withSweeps = <T>(
  use: (sweeps: SweepService, runs: RunService) => Promise<T> | T,
  work: 'all' | 'own' = 'own',
): Promise<T> =>
  withRuns(async (runs) => {
    const service = openSweepService({ runs, work, findFinished: finderOf(runs) })
    try {
      return await use(service, runs)
    } finally {
      for (const notice of service.notices()) process.stderr.write(`${notice}\n`)
      await service.close()
    }
  })

const finderOf = (runs: RunService) =>
  openFinder({ runs, code: codeVersion, hashes: openDatasetHashes(runs.history.home.root) })

/** Waits for a sweep with its progress on stderr. Ctrl-C pauses it: what is done is kept, and `resume` goes on. */
export async function followSweep(service: SweepService, id: string, output: Output): Promise<SweepSummary> {
  const { number, name } = service.get(id)
  output.note(`sweep ${number} ${name}`)
  const pause = () => {
    output.note(`pausing; \`anneal sweep resume ${number}\` goes on with it`)
    process.exitCode = CANCELLED_EXIT
    service.act(id, 'pause')
    stopped.abort()
  }
  const stopped = new AbortController()
  process.on('SIGINT', pause).on('SIGTERM', pause)
  try {
    const ended = await service.follow(id, (now) => now.id === id && output.progress(progressOf(now)), stopped.signal)
    output.note(progressOf(ended))
    return ended
  } finally {
    process.off('SIGINT', pause).off('SIGTERM', pause)
  }
}

const progressOf = ({ cells, finished, failed, state }: SweepSummary) =>
  `${finished}/${cells} runs${failed > 0 ? `, ${failed} failed` : ''}  ${state}`

/** Ctrl-C in a study: its sweep is paused, what has run is kept, and the same command goes on. */
import { pauseRuns } from '#studies/run-study.ts'
import type { SweepService } from '#sweeps/sweep-service.ts'
import type { Output } from './output.ts'
import { CANCELLED_EXIT } from './runs.ts'

export function openStop(sweeps: SweepService, stopped: AbortController, output: Output) {
  let sweep: string | null = null
  const stop = () => {
    output.note('stopping; the same command goes on with it')
    process.exitCode = CANCELLED_EXIT
    stopped.abort()
    if (sweep) pauseRuns(sweeps, sweep)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return {
    /** The one that is under way. */
    sweep: (id: string) => void (sweep = id),
    end: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  }
}

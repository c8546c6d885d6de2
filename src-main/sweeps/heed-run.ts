/** What a run's state means for its cell, and what is asked of the run in turn. */
import type { RunRecord } from '#contract/run.ts'
import type { RunService } from '#runs/run-service.ts'
import type { CellRun, Wanted } from './sweep-folder.ts'

/** A run that is interrupted so often in a row without a step between is not helped by another try. */
const MOST_STALLS = 10
/** Times the square of the stalls: the wait before the next try. */
const WAIT_MILLISECONDS = 250

type Room = {
  service: RunService
  wanted: Wanted['wanted']
  /** Writes the cells, where that must be done before something is asked of a run. */
  keep: () => void
}

/** Changes `entry` to what is so now. */
export function heedRun(entry: CellRun, run: RunRecord, { service, wanted, keep }: Room): void {
  const end = (ended: CellRun['ended'], reason = run.reason) => Object.assign(entry, { ended, reason, held: false })
  switch (run.state) {
    case 'finished':
      end('finished', null)
      break
    case 'failed':
      end('failed')
      break
    case 'cancelled':
      if (!entry.held || wanted === 'cancelled') end('cancelled')
      else if (wanted === 'going') putBack(entry, run, service)
      break
    case 'interrupted':
      if (wanted === 'going') goOn(entry, run, service)
      if (wanted === 'cancelled') end('cancelled', service.cancel(run.id).reason)
      break
    case 'queued':
      if (wanted === 'going') entry.held = false
      if (wanted === 'cancelled') end('cancelled', service.cancel(run.id).reason)
      if (wanted === 'paused') {
        entry.held = true
        keep()
        service.cancel(run.id)
      }
      break
    case 'running':
      if (wanted === 'cancelled') service.cancel(run.id)
      break
    case 'cancelling':
      break
  }
}

/** Into the queue again. Held until that has been seen, since the program may be killed before it is written. */
function putBack(entry: CellRun, run: RunRecord, service: RunService): void {
  service.resume(run.id)
  entry.held = false
}

/** An interrupted run goes on from its last checkpoint, after a wait that grows while nothing comes of it. */
function goOn(entry: CellRun, run: RunRecord, service: RunService): void {
  const stalls = run.step > entry.step ? 0 : entry.stalls
  if (stalls >= MOST_STALLS) {
    const reason = `Interrupted ${MOST_STALLS} times without a step between them. ${run.reason ?? ''}`.trimEnd()
    Object.assign(entry, { ended: 'failed', reason } satisfies Partial<CellRun>)
    return
  }
  if (Date.now() - (run.endedAt ?? 0) < stalls ** 2 * WAIT_MILLISECONDS) return
  service.resume(run.id)
  Object.assign(entry, { stalls: stalls + 1, step: run.step } satisfies Partial<CellRun>)
}

/** Tells here of runs that other processes start, work on and end, from what they wrote into the history between two looks. */
import type { RunRecord } from '#contract/run.ts'
import type { History } from '#history/history.ts'
import type { RunEvents } from './run-events.ts'
import { isOpen } from './run-state.ts'

/** How often the history is looked at. */
export const LOOK_MILLISECONDS = 150

/** Looks once each time it is called. `current`: the run at work here, which tells of itself. */
export function openOtherProcesses(
  read: History['read'],
  events: RunEvents,
  current: () => string | undefined,
): () => void {
  /** Open runs as they were last announced. */
  const seen = new Map<string, RunRecord>()
  events.subscribe('runs/changed', (run) => (isOpen(run.state) ? seen.set(run.id, run) : seen.delete(run.id)))

  return () => {
    const here = current()
    const now = new Map([...read.queue(), ...read.open()].map((run) => [run.id, run]))
    for (const id of seen.keys()) {
      const run = now.get(id) ?? read.find(id)
      if (run) now.set(id, run)
      else seen.delete(id)
    }
    for (const run of now.values()) {
      const before = seen.get(run.id)
      if (before?.state !== run.state) events.emit('runs/changed', run)
      else if (run.id !== here && before.step !== run.step) {
        seen.set(run.id, run)
        events.emit('runs/tick', tickBetween(before, run))
      }
    }
  }
}

/** Progress between two looks. */
function tickBetween(before: RunRecord, run: RunRecord) {
  const steps = run.step - before.step
  const secondsPerStep = steps > 0 ? LOOK_MILLISECONDS / 1000 / steps : 0
  const points = Object.entries(run.latest).map(([name, value]) => ({ name, step: run.step, value, at: Date.now() }))
  return { id: run.id, step: run.step, steps: run.steps, secondsPerStep, secondsLeft: null, points }
}

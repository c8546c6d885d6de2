/** How long a sweep still takes, from what finished runs of the same step took: each step by its median. Pure. */
import type { CellState, SweepCell } from '#contract/sweep-view.ts'
import { formatSpan } from '../words/run-words.ts'

/** `unknown`: steps with runs to come of which none has finished; the seconds leave them out. */
export type TimeLeft = { seconds: number; unknown: readonly string[] }
type Timed = Pick<SweepCell, 'step' | 'state' | 'runId' | 'done' | 'steps' | 'seconds'>
/** How far a run has come that is under way, newer than its cell. */
type Tick = { step: number; steps: number }

const AHEAD: readonly CellState[] = ['waiting', 'queued', 'running']

/** One run at a time, as the queue works. Null where nothing is left to run. */
export function timeLeft(cells: readonly Timed[], tickOf: (runId: string) => Tick | undefined): TimeLeft | null {
  const left = cells.filter(({ state }) => AHEAD.includes(state))
  if (left.length === 0) return null
  let seconds = 0
  const unknown: string[] = []
  for (const step of new Set(left.map((cell) => cell.step))) {
    const took = cells.flatMap((cell) =>
      cell.step === step && cell.state === 'finished' && cell.seconds !== null ? [cell.seconds] : [],
    )
    if (took.length === 0) unknown.push(step)
    else for (const cell of left) if (cell.step === step) seconds += median(took) * (1 - shareDone(cell, tickOf))
  }
  return { seconds, unknown }
}

export function timeLeftText(left: TimeLeft | null): string {
  if (!left) return ''
  const { seconds, unknown } = left
  const known = seconds > 0 ? `about ${formatSpan(Math.max(1, Math.round(seconds)))} left` : ''
  if (unknown.length === 0) return known
  return known ? `${known}, without ${unknown.join(', ')}` : 'time left is told once a run of each step has finished'
}

function shareDone({ state, runId, done, steps }: Timed, tickOf: (runId: string) => Tick | undefined): number {
  if (state !== 'running' || runId === null) return 0
  const tick = tickOf(runId) ?? { step: done, steps }
  return tick.steps > 0 ? Math.min(1, tick.step / tick.steps) : 0
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

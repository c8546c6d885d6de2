/** How far a run is, in words that the command line and the page share. */
import type { RunKind } from './run-config.ts'

/** What a step of each kind counts. */
export const STEP_UNITS = {
  train: 'step',
  'train-classifier': 'step',
  sample: 'sample',
  evaluate: 'image',
  compare: 'run',
} as const satisfies Record<RunKind, string>

/** Steps a second over what is left, the way that reads above one; empty before the time left is known and at the end. */
export function rateText(
  { step, steps, secondsLeft }: { step: number; steps: number; secondsLeft: number | null },
  kind: RunKind,
): string {
  if (!secondsLeft || step >= steps) return ''
  const rate = (steps - step) / secondsLeft
  const unit = STEP_UNITS[kind]
  return rate < 1 ? `${short(1 / rate)} s/${unit}` : `${short(rate)} ${unit}s/s`
}

const short = (value: number) => (value < 100 ? Number(value.toPrecision(2)) : Math.round(value)).toString()

/** States of sweeps and of their runs in words. Pure. */
import type { CellState, SweepCell, SweepState } from '#contract/sweep-view.ts'
import { valueText } from '#contract/sweep-cells.ts'

export const SWEEP_WORDS: Readonly<Record<SweepState, string>> = {
  going: 'under way',
  paused: 'paused',
  cancelling: 'being cancelled',
  cancelled: 'cancelled',
  finished: 'finished',
  incomplete: 'ended with holes',
}

/** A mark beside the colour of a cell. */
export const CELL_MARKS: Readonly<Record<CellState, string>> = {
  waiting: '·',
  queued: '·',
  running: '▸',
  cancelling: '▸',
  finished: '✓',
  failed: '✕',
  cancelled: '–',
  interrupted: '!',
  blocked: '–',
}

export const sayCell = ({ step, factors, state, reason, run, reused }: SweepCell): string => {
  const what = Object.entries(factors).map(([key, value]) => `${key} ${valueText(value)}`)
  const number = run === null ? '' : `run ${run}${reused ? ' (there before)' : ''}, `
  return `${[step, ...what].join(', ')}: ${number}${state}${reason ? `: ${reason}` : ''}`
}

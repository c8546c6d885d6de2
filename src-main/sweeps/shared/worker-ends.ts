/** Why a worker has ended, where that is nothing to tell of. */
export const DONE = 'nothing was left to do'
export const TIME_LIMIT = 'its time limit was near; its run was left with a checkpoint'
export const PLANNED_ENDS: ReadonlySet<string> = new Set([
  DONE,
  'the sweep was paused',
  'the sweep was cancelled',
  'the sweep was stopped',
])

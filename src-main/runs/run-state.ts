/** A run is a state machine in one table. Every change of state goes through it, and is written before it is announced. */
import { Refusal } from '#contract/refusal.ts'
import type { RunState } from '#contract/run.ts'

/**
 * `stopped`: the engine did as it was asked. `crash`: it ended without a word, or what is around it was at fault (a full
 * disk, a file that is not there now). `restart`: the program came back and found the run open.
 */
export const RUN_EVENTS = ['start', 'finish', 'fail', 'cancel', 'stopped', 'crash', 'restart', 'resume'] as const
export type RunEventName = (typeof RUN_EVENTS)[number]

/**
 * `interrupted` and `cancelled` can be resumed: the run itself was sound, and its last checkpoint is whole. A `failed` one
 * was refused at its first start, was silent before its first step, or would fail again at the same step with the same
 * seed; `finished` is finished.
 */
export const NEXT: { readonly [S in RunState]: { readonly [E in RunEventName]?: RunState } } = {
  queued: { start: 'running', cancel: 'cancelled', restart: 'queued' },
  running: {
    finish: 'finished',
    fail: 'failed',
    cancel: 'cancelling',
    stopped: 'interrupted',
    crash: 'interrupted',
    restart: 'interrupted',
  },
  cancelling: {
    finish: 'finished',
    fail: 'failed',
    cancel: 'cancelling',
    stopped: 'cancelled',
    crash: 'cancelled',
    restart: 'interrupted',
  },
  finished: {},
  failed: {},
  cancelled: { resume: 'queued', cancel: 'cancelled' },
  interrupted: { resume: 'queued', cancel: 'cancelled' },
}

/** A run in one of these states is still somebody's work. */
export const isOpen = (state: RunState): boolean => state === 'queued' || state === 'running' || state === 'cancelling'

/** The state after `event`; refuses what the table does not have. */
export function nextState(state: RunState, event: RunEventName): RunState {
  const next = NEXT[state][event]
  if (next === undefined)
    throw new Refusal(`A run that is ${state} cannot ${VERBS[event] ?? event}.`, { field: 'state', code: 'conflict' })
  return next
}

const VERBS: { readonly [E in RunEventName]?: string } = {
  cancel: 'be cancelled',
  resume: 'be resumed: only interrupted and cancelled ones can',
}

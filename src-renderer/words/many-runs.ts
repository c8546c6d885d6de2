/** What of many runs something can be done with: which samples wait for a judgement, which can be cancelled, which resumed. Pure. */
import type { RunRecord } from '#contract/run.ts'
import { isOpen, isResumable } from './run-words.ts'

type Run = Pick<RunRecord, 'id' | 'kind' | 'state' | 'trashed' | 'parents'>

/** Finished samplings of `chosen` that no evaluation of `all` judges, has judged, or is in the queue to judge. */
export function unjudged<R extends Run>(chosen: readonly R[], all: readonly Run[]): R[] {
  const judged = new Set(
    all
      .filter(({ kind, state, trashed }) => kind === 'evaluate' && !trashed && (isOpen(state) || state === 'finished'))
      .map(({ parents }) => parents[0]),
  )
  return chosen.filter(({ id, kind, state }) => kind === 'sample' && state === 'finished' && !judged.has(id))
}
export const cancellable = <R extends Run>(chosen: readonly R[]): R[] =>
  chosen.filter(({ state }) => state === 'queued' || state === 'running')
export const resumable = <R extends Run>(chosen: readonly R[]): R[] => chosen.filter(({ state }) => isResumable(state))
/** Those that nothing will change any more but their name: what is queued or at work is left out. */
export const ended = <R extends Run>(chosen: readonly R[]): R[] => chosen.filter(({ state }) => !isOpen(state))
/** Finished samplings, of which a report is made. */
export const sampled = <R extends Run>(chosen: readonly R[]): R[] =>
  chosen.filter(({ kind, state }) => kind === 'sample' && state === 'finished')

/** The messages between main and the process that stands ready for quick looks. */
import type { BackendInfo, Events, LookRequest } from '#contract/requests.ts'
import type { ScoreFile } from '../scores/open-score.ts'

export type ToLook =
  { type: 'look'; look: LookRequest; score: ScoreFile } | { type: 'cancel'; lookId: string } | { type: 'measure' }

type LookEvent = 'look/preview' | 'look/done' | 'look/failed'
export type FromLook =
  | { type: 'ready' }
  | { type: 'measured'; info: BackendInfo }
  /** The process cannot serve: no network ships, no backend opens. Every look fails with this. */
  | { type: 'unable'; message: string }
  | { [N in LookEvent]: { type: 'event'; name: N; event: Events[N] } }[LookEvent]

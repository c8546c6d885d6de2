/** The messages between a door and the process that judges for it. */
import type { CarriedError } from '#workers/carried-error.ts'
import type { JudgeProgress } from '#contract/judge-options.ts'
import type { JudgeTask, SideVerdict } from './judge-sides.ts'
import type { SavedMoments } from './side-moments.ts'

export type ToJudge = { type: 'judge'; task: JudgeTask; save?: string } | { type: 'cancel' }
export type FromJudge =
  | ({ type: 'progress' } & JudgeProgress)
  | { type: 'verdict'; verdict: SideVerdict }
  | { type: 'saved'; saved: SavedMoments }
  | { type: 'stopped' }
  | ({ type: 'failed' } & CarriedError)

/** The runs behind a tier: which belong to an arm, and what a result says of each. */
import { createHash } from 'node:crypto'
import type { Arm } from '#contract/measures.ts'
import type { RunDetail } from '#contract/run.ts'
import { cellsOfArm, type Tier } from '#contract/study-file.ts'
import type { StudyResult } from '#contract/study-result.ts'
import type { SweepCell } from '#contract/sweep-view.ts'
import type { History } from '#history/history.ts'

/** Each arm with its finished runs; a cell without one leaves the arm without any, so that no arm is compared in part. */
export function armsOf(tier: Tier, cells: readonly SweepCell[], { read }: History): Arm[] {
  return tier.arms.map((arm) => {
    const own = cellsOfArm(cells, arm)
    const whole = own.every(({ state, runId }) => state === 'finished' && runId !== null)
    const runs = whole ? own.map(({ runId, run }) => ({ folder: read.folderOf(runId!), number: run! })) : []
    return { name: arm.name, runs }
  })
}

export function runFacts(cells: readonly SweepCell[], { read }: History): StudyResult['runs'] {
  return cells.map(({ step, factors, run, runId, state, reason }) => {
    const detail = runId === null ? null : read.get(runId)
    return {
      step,
      factors,
      number: run,
      state,
      reason,
      config: detail && configHash(detail),
      seconds: detail && secondsOf(detail),
    }
  })
}

/** SHA-256 of the resolved configuration, without what only names it. */
function configHash({ config }: RunDetail): string {
  const { name: _name, tags: _tags, ...rest } = config
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex')
}

function secondsOf({ startedAt, endedAt }: RunDetail): number | null {
  return startedAt && endedAt ? (endedAt - startedAt) / 1000 : null
}

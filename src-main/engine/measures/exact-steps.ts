/** Steps that an arm's process needs on the Gaussian of the reference with its exact score: what theory says beside what was trained. */
import type { Arm } from '#contract/measures.ts'
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { fewestSteps } from '#theory/errors/steps.ts'
import { matchIntegral } from '#theory/process/match.ts'
import type { ProcessSpec } from '#theory/process/processes.ts'
import { UNIT } from '../judge.ts'
import type { MeasureRoom } from './arms.ts'
import type { MeasureRow, SpecOf } from './measure-row.ts'

/**
 * The fewest uniform steps of the exponential integrator from the prior to t = 0 whose W2 to N(0, Sigma) is at most `within` times
 * sqrt(tr Sigma), Sigma the covariance of the reference in the arm's units; with `integral`, of the same family with int beta brought to it.
 */
export const exactSteps: MeasureRow<SpecOf<'exact-steps'>> = {
  async measured({ within, integral }, arm, room) {
    const { process, range } = processOfArm(arm, room)
    const { variances } = await room.gaussianOf(range)
    const spread = Math.sqrt(variances.reduce((sum, value) => sum + value, 0))
    const asked = integral === undefined ? process : matchIntegral(process, integral)
    return { value: fewestSteps({ process: asked, spectrum: variances, target: within * spread }).steps }
  },
  compared: null,
}

function processOfArm(arm: Arm, room: MeasureRoom) {
  const [{ config }] = room.runs(arm)
  if (config.kind !== 'sample' || config.schedule.family !== 'process')
    throw new Refusal(`${arm.name} does not walk the times of a process.`, { field: 'schedule' })
  return { process: toCamel(config.schedule.process) as ProcessSpec, range: config.schedule.data_range ?? UNIT }
}

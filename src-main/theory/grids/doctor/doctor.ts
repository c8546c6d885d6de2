/** The schedule doctor: reads any list with its sampler and data, says what is wrong, why, and how to mend it. */

import { Refusal } from '#contract/refusal.ts'
import * as ends from './end-checks.ts'
import { SAMPLERS, type Check, type Finding, type Level, type Patient } from './findings.ts'
import * as langevin from './langevin-checks.ts'
import * as order from './order-checks.ts'

/** In the order in which findings of one level are told. */
export const CHECKS: readonly Check[] = [
  order.disorder,
  order.lastRepeated,
  order.zeroStep,
  order.brokenChain,
  ends.dataScale,
  ends.doubleShift,
  ends.missingZero,
  ends.langevinAtZero,
  ends.terminalSnr,
  ends.aboveTraining,
  ends.belowTrainingStart,
  ends.belowDistance,
  ends.lastJump,
  ends.endsTooHigh,
  langevin.stepUnstable,
  langevin.overlapTooLow,
  langevin.overlapWasteful,
]

const RANK: { readonly [L in Level]: number } = { error: 0, warning: 1, note: 2 }

/** All findings, worst first; none for a sound schedule. Only an unknown sampler is refused: a bad list is what the doctor is for. */
export function diagnose(patient: Patient): Finding[] {
  if (!Object.hasOwn(SAMPLERS, patient.sampler))
    throw new Refusal(`There is no sampler "${patient.sampler}"; choose one of ${Object.keys(SAMPLERS).join(', ')}.`, {
      field: 'sampler',
    })
  const list = Float64Array.from(patient.sigmas)
  // Without usable levels there are no ends and no steps to judge.
  const broken = order.notFinite(patient, list) ?? order.empty(patient, list) ?? order.negative(patient, list)
  if (broken) return [broken]
  const findings = CHECKS.map((check) => check(patient, list)).filter((finding) => finding !== null)
  return findings.toSorted((a, b) => RANK[a.level] - RANK[b.level])
}

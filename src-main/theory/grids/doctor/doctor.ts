/** The schedule doctor: reads any list with its sampler and data, says what is wrong, why, and how to mend it. */

import { Refusal } from '#contract/refusal.ts'
import { tableOf } from '../../tables/table.ts'
import * as effects from './effect-checks.ts'
import * as ends from './end-checks.ts'
import { SAMPLERS, type Check, type Finding, type Level, type Patient } from './findings.ts'
import * as langevin from './langevin-checks.ts'
import * as law from './law-checks.ts'
import * as order from './order-checks.ts'
import * as steps from './step-checks.ts'
import * as table from './table-checks.ts'

/** In the order in which findings of one level are told. */
export const CHECKS: readonly Check[] = [
  order.disorder,
  order.lastRepeated,
  order.zeroStep,
  order.brokenChain,
  table.timeAboveOne,
  ends.dataScale,
  ends.doubleShift,
  ends.missingZero,
  ends.langevinAtZero,
  effects.terminalSnr,
  ends.aboveTraining,
  ends.belowTrainingStart,
  ends.belowDistance,
  effects.lastJump,
  effects.endsTooHigh,
  steps.hugeStep,
  steps.unevenStep,
  steps.vanishingLevel,
  table.belowTable,
  table.sameTimestep,
  law.noiseLeft,
  law.spreadLost,
  langevin.stepUnstable,
  langevin.overlapTooLow,
  langevin.overlapWasteful,
]

const RANK: { readonly [L in Level]: number } = { error: 0, warning: 1, note: 2 }

/** A table says what a network was trained on, where nothing else does. */
function withTable(patient: Patient): Patient {
  if (!patient.table) return patient
  const { sigmas, spec } = tableOf(patient.table)
  const last = sigmas[sigmas.length - 1]
  const zeroTerminalSnr = 'zeroTerminalSnr' in spec && spec.zeroTerminalSnr
  const trained = {
    sigmaMin: sigmas[0],
    ...(last < Infinity && { sigmaMax: last }),
    ...(zeroTerminalSnr && { zeroTerminalSnr }),
  }
  return {
    ...patient,
    process: patient.process === 'flow' ? 'flow' : 'vp',
    trained: { ...trained, ...patient.trained },
  }
}

/** All findings, worst first; none for a sound schedule. Only an unknown sampler is refused: a bad list is what the doctor is for. */
export function diagnose(given: Patient): Finding[] {
  const patient = withTable(given)
  if (!Object.hasOwn(SAMPLERS, patient.sampler))
    throw new Refusal(`There is no sampler "${patient.sampler}"; choose one of ${Object.keys(SAMPLERS).join(', ')}.`, {
      field: 'sampler',
    })
  const list = Float64Array.from(patient.sigmas)
  // Without usable levels there are no ends and no steps to judge.
  const broken =
    table.infiniteWithEps(patient, list) ??
    order.notFinite(patient, list) ??
    order.empty(patient, list) ??
    order.negative(patient, list)
  if (broken) return [broken]
  const findings = CHECKS.map((check) => check(patient, list)).filter((finding) => finding !== null)
  return findings.toSorted((a, b) => RANK[a.level] - RANK[b.level])
}

/** Numbers that runs have stated themselves, and the size of their networks. */
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { countParameters, readSafetensorsHeader } from '#files/safetensors-header.ts'
import { measuredMean } from './means.ts'
import { isArm, type MeasureRow, type SpecOf } from './measure-row.ts'
import type { Arm } from '#contract/measures.ts'
import type { MeasureRoom } from './arms.ts'

/** The mean over the runs of the arm, with Student's interval where there are more than one. */
export const result: MeasureRow<SpecOf<'result'>> = {
  measured({ result: name }, arm, room) {
    const values = room.runs(arm).flatMap(({ results }) => results.find((one) => one.name === name)?.value ?? [])
    if (values.length === 0) throw new Refusal(`The runs of ${arm.name} state no ${name}.`, { field: 'result' })
    return measuredMean(values)
  },
  compared: null,
}

/** Counted, so that a difference has no error. */
export const parameters: MeasureRow<SpecOf<'parameters'>> = {
  measured: (_, arm, room) => ({ value: count(arm, room) }),
  compared(_, first, second, room) {
    const [a, b] = [count(first, room), isArm(second) ? count(second, room) : second]
    const estimate = a - b
    const exact = { low: estimate, high: estimate, confidence: 1, pValue: estimate === 0 ? 1 : 0 }
    return { estimate, ...exact, scale: (a + b) / 2, evidence: 'trainings', n: 1, method: 'counted' }
  },
}

function count(arm: Arm, room: MeasureRoom): number {
  const [{ run }] = room.runs(arm)
  if (!run.checkpoint) throw new Refusal(`${arm.name} has no weights.`, { field: 'runs' })
  return countParameters(readSafetensorsHeader(join(arm.runs[0].folder, run.checkpoint.file)), 'ema/')
}

/** The doctor's findings for a draft and the sampler it is looked at with. Pure. */
import { toCamel } from '#contract/casing.ts'
import { diagnose } from '#theory/grids/doctor/doctor.ts'
import type { Finding } from '#theory/grids/doctor/findings.ts'
import { SEQUENCES, type ScheduleSpec } from '#theory/grids/sequences.ts'
import type { TableInput } from '#theory/tables/table.ts'
import { sequenceOf, tableOfShape, type Draft, type Parameters, type Shape } from '../shape/draft.ts'
import { diagnoseCurves } from '#theory/grids/doctor/curve-checks.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { scheduleOfCurves } from '../shape/curve-knots.ts'
import type { LookSampler } from './look/quick-look.svelte.ts'

export function findingsOf({ shape, dataRange }: Draft, sampler: LookSampler): Finding[] {
  const sequence = sequenceOf(shape)
  if (!sequence.ok && shape.kind !== 'list') return [] // The field at fault says it already.
  if (shape.kind === 'curves') return diagnoseCurves(scheduleLevels(scheduleOfCurves(shape)), dataRange)
  return diagnose({
    sigmas: sequence.ok ? sequence.sigmas : (shape as Extract<Shape, { kind: 'list' }>).sigmas,
    sampler,
    process: shape.kind === 'family' ? SEQUENCES[shape.family].process : 've',
    dataRange,
    table: (tableOfShape(shape) ?? undefined) as TableInput | undefined,
    requested:
      shape.kind === 'family' ? ({ family: shape.family, ...shape.parameters } as unknown as ScheduleSpec) : undefined,
  })
}

/** The draft's shape after a finding's fix, or null where it has none that acts on a shape. */
export function mendedShape(shape: Shape, { fix }: Finding): Shape | null {
  if (fix?.sigmas) return { kind: 'list', sigmas: Array.from(fix.sigmas).filter((sigma) => sigma > 0) }
  const changed = fix?.parameters && (toCamel(fix.parameters) as Parameters)
  if (!changed || shape.kind !== 'family' || !Object.keys(changed).every((name) => name in shape.parameters))
    return null
  return { ...shape, parameters: { ...shape.parameters, ...changed } }
}

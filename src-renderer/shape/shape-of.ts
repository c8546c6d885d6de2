/** A schedule as it is written, as a shape that can be judged, drawn and edited. Pure. */
import { toCamel } from '#contract/casing.ts'
import type { Schedule, ScheduleInput } from '#contract/schedule.ts'
import { sigmaSequence, type ScheduleSpec } from '#theory/grids/sequences.ts'
import { type CurvesSchedule, isTwoCurves } from '#theory/grids/two-curves.ts'
import type { FamilyName, Parameters, Shape } from './draft.ts'

export function shapeOf(spec: ScheduleInput): Shape {
  if (spec.family === 'list') return { kind: 'list', sigmas: spec.sigmas }
  if (spec.family === 'drawn') return { kind: 'drawn', knots: spec.knots, levels: spec.levels }
  if (spec.family === 'process') return { kind: 'list', sigmas: [...sigmaSequence(toCamel(spec) as ScheduleSpec)] }
  const given = toCamel(spec) as Schedule
  if (isTwoCurves(given)) {
    const { name: _, dataRange: _of, ...curves } = given
    return { kind: 'curves', spec: curves as CurvesSchedule }
  }
  const { family, name: _name, dataRange: _range, ...parameters } = toCamel(spec) as Record<string, unknown>
  return { kind: 'family', family: family as FamilyName, parameters: parameters as Parameters }
}

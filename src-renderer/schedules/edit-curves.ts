/** Edits of noise and corruption as two curves over one time. Pure; each returns a new shape. */
import type { CurvesFamily, CurvesSchedule } from '#theory/grids/two-curves.ts'
import { knotsOfCurves, movedCurveKnot, stopsOf, type CurveName, type TwoCurvesShape } from '../shape/curve-knots.ts'
import type { Shape } from '../shape/draft.ts'
import { ENDS, namedShape, SPECTRA } from '../shape/named-curves.ts'

/** A named pair with the ends of the one before it; what a first one begins with is the published blur. */
export function namedCurves(before: Shape, family: CurvesFamily): TwoCurvesShape {
  const named = before.kind === 'curves' && 'spec' in before && before.spec.family !== 'curves' ? before.spec : ENDS
  const { levels, sigmaMin, sigmaMax, corruptionMax } = named
  return namedShape(family, { levels, sigmaMin, sigmaMax, corruptionMax }, SPECTRA.natural.spectrum)
}

/** A parameter of a named pair; of drawn curves there is but the number of stops. */
export const curvesWith = (shape: TwoCurvesShape, name: string, value: number): TwoCurvesShape =>
  'knots' in shape
    ? { ...shape, stops: value }
    : { kind: 'curves', spec: { ...shape.spec, [name]: value } as CurvesSchedule }

/** Drawn curves, through the knots of what was there but for one that is moved. */
export const curvesDragged = (
  shape: TwoCurvesShape,
  curve: CurveName,
  index: number,
  value: number,
): TwoCurvesShape => ({
  kind: 'curves',
  knots: movedCurveKnot(knotsOfCurves(shape), index, curve, value),
  stops: stopsOf(shape),
})

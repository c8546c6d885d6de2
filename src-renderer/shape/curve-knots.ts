/** Noise and corruption as two curves over one time, through knots at common times: what is dragged. Pure. */
import type { CurvesSchedule } from '#theory/grids/two-curves.ts'
import { curvesOf } from '#theory/grids/two-curves.ts'

/** t falls from 1 (start of sampling) to 0; sigma and level fall or rest with it. */
export type CurveKnot = { readonly t: number; readonly sigma: number; readonly level: number }
/** A named pair of curves with its parameters, or one through knots with so many stops. */
export type TwoCurvesShape =
  | { readonly kind: 'curves'; readonly spec: CurvesSchedule }
  | { readonly kind: 'curves'; readonly knots: readonly CurveKnot[]; readonly stops: number }

const TENTHS = 11
/** No sigma below this: the score divides by its square. */
const LEAST_SIGMA = 1e-4

export const stopsOf = (shape: TwoCurvesShape): number =>
  'knots' in shape ? shape.stops : shape.spec.family === 'curves' ? shape.spec.t.length : shape.spec.levels

/** The same curves at eleven even times, for dragging. */
export function knotsOfCurves(shape: TwoCurvesShape): readonly CurveKnot[] {
  if ('knots' in shape) return shape.knots
  const { sigma, corruption } = curvesOf(shape.spec)
  return Array.from({ length: TENTHS }, (_, i) => {
    const t = (TENTHS - 1 - i) / (TENTHS - 1)
    return { t, sigma: sigma(t), level: corruption(t) }
  })
}

/** As a schedule, of `stops` stops if they are given: between knots ln sigma and level are straight. */
export function scheduleOfCurves(shape: TwoCurvesShape, stops = stopsOf(shape)): CurvesSchedule {
  if ('spec' in shape && shape.spec.family !== 'curves') return { ...shape.spec, levels: stops }
  const given = 'spec' in shape ? (shape.spec as Extract<CurvesSchedule, { family: 'curves' }>) : listsOf(shape.knots)
  if (given.t.length === stops) return given
  const { sigma, corruption } = curvesOf(given)
  const t = Array.from({ length: stops }, (_, i) => (stops - 1 - i) / (stops - 1))
  return { family: 'curves', t, sigmas: fallen(t.map(sigma)), levels: fallen(t.map(corruption)) }
}

/** Straight lines that rest come back rounded: what rests is kept at rest. */
const fallen = (values: readonly number[]): number[] => {
  let least = Infinity
  return values.map((value) => (least = value > least * (1 - 1e-12) && value < least * (1 + 1e-12) ? least : value))
}

const listsOf = (knots: readonly CurveKnot[]): Extract<CurvesSchedule, { family: 'curves' }> => ({
  family: 'curves',
  t: knots.map(({ t }) => t),
  sigmas: knots.map(({ sigma }) => sigma),
  levels: knots.map(({ level }) => level),
})

export type CurveName = 'sigma' | 'level'

/** Knot `index` of one curve to `value`, kept between its neighbours: neither curve ever rises towards the data. */
export function movedCurveKnot(
  knots: readonly CurveKnot[],
  index: number,
  curve: CurveName,
  value: number,
): readonly CurveKnot[] {
  const most = knots[index - 1]?.[curve] ?? Infinity
  const least = knots[index + 1]?.[curve] ?? (curve === 'sigma' ? LEAST_SIGMA : 0)
  const to = Math.min(most, Math.max(least, value))
  return knots.with(index, { ...knots[index], [curve]: to })
}

import { expect, it } from 'vitest'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { knotsOfCurves, movedCurveKnot, scheduleOfCurves, type TwoCurvesShape } from './curve-knots.ts'

const twoStage: TwoCurvesShape = {
  kind: 'curves',
  spec: { family: 'two-stage', levels: 21, sigmaMin: 0.01, sigmaMax: 0.1, corruptionMax: 4, noiseShare: 0.2 },
}

it('has the curves of the schedule at its knots, and gives it back where its kinks are knots', () => {
  const knots = knotsOfCurves(twoStage)
  expect(knots).toHaveLength(11)
  const levels = scheduleLevels(scheduleOfCurves({ kind: 'curves', knots, stops: 21 }))
  scheduleLevels(scheduleOfCurves(twoStage)).forEach(({ sigma, corruption }, i) => {
    expect(levels[i].sigma).toBeCloseTo(sigma, 12)
    expect(levels[i].corruption).toBeCloseTo(corruption!, 12)
  })
})

it('can be walked down wherever its knots are dragged, in any number of stops', () => {
  let seed = 11
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  let knots = knotsOfCurves(twoStage)
  for (let drag = 0; drag < 300; drag++) {
    const [index, curve] = [Math.floor(11 * random()), random() < 0.5 ? 'sigma' : 'level'] as const
    knots = movedCurveKnot(knots, index, curve, (curve === 'sigma' ? 0.3 : 9) * random() - 0.02)
    for (const stops of [2, 7, 21, 280])
      expect(scheduleLevels(scheduleOfCurves({ kind: 'curves', knots, stops }))).toHaveLength(stops)
  }
})

it('keeps a knot between its neighbours', () => {
  const knots = knotsOfCurves(twoStage)
  expect(movedCurveKnot(knots, 3, 'level', 99)[3].level).toBe(knots[2].level)
  expect(movedCurveKnot(knots, 3, 'level', -1)[3].level).toBe(knots[4].level)
  expect(movedCurveKnot(knots, 10, 'sigma', 0)[10].sigma).toBe(1e-4)
  expect(movedCurveKnot(knots, 0, 'sigma', 5)[0].sigma).toBe(5)
})

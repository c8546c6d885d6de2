import { expect, it } from 'vitest'
import { toCamel } from '#contract/casing.ts'
import { parseSchedule } from '#contract/parse.ts'
import { scheduleLevels } from '../schedule-levels.ts'
import { diagnoseCurves, writtenCurves } from './curve-checks.ts'

const codes = (stops: { sigma: number; corruption: number }[], range?: readonly [number, number]) =>
  diagnoseCurves(stops, range).map(({ code }) => code)
const stop = (sigma: number, corruption: number) => ({ sigma, corruption })

it('finds nothing wrong with the published schedule, in the range it is for', () => {
  const stops = scheduleLevels(toCamel(parseSchedule({ family: 'two-stage', levels: 281 })))
  expect(diagnoseCurves(stops)).toEqual([])
  // The same noise is half as much for data twice as wide.
  expect(codes(stops as never, [-1, 1])).toEqual(['too-little-noise'])
})

it.each([
  [[stop(0.1, 2), stop(0.1, 3), stop(0.01, 0)], 'level-rises'],
  [[stop(0.1, 2), stop(0, 1)], 'zero-under-corruption'],
  [[stop(0.1, 2), stop(0.1, 0), stop(0, 0)], 'last-step-to-zero'],
  [[stop(0.1, 2), stop(0.01, 1)], 'ends-corrupted'],
  [[stop(0.05, 2), stop(0.01, 0)], 'too-little-noise'],
])('%j: %s', (stops, code) => {
  expect(codes(stops)).toContain(code)
})

it('reads them as they are printed, disorder and all, and leaves other texts to others', () => {
  const text = JSON.stringify({ sigmas: [0.1, 0.1, 0], t: [1, 0.5, 0], levels: [1, 2, 0] })
  expect(diagnoseCurves(writtenCurves(text)!.stops).map(({ code }) => code)).toEqual([
    'level-rises',
    'last-step-to-zero',
  ])
  expect(writtenCurves('{"family":"joint","levels":5}')!.stops).toHaveLength(5)
  expect(writtenCurves('[3, 2, 1]')).toBeNull()
  expect(writtenCurves('{"sigmas":[3, 2, 1]}')).toBeNull()
})

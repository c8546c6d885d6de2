import { expect, it } from 'vitest'
import { metricLines, parseMetricLines, storable } from './metric-lines.ts'

const point = (name: string, step: number, value: number | null, at = 5) => ({ name, step, value, at })

it('writes one line per step and time, and reads back every point', () => {
  const points = [point('loss', 1, 0.1), point('rate', 1, 3), point('loss', 2, null, 6)]
  const lines = metricLines(2, points, 9)
  expect(lines).toEqual(['{"step":1,"at":5,"loss":0.1,"rate":3}', '{"step":2,"at":6,"loss":null}'])
  expect(parseMetricLines(lines)).toEqual({ step: 2, points, damaged: [] })
})

it('ends with the step of the tick, so that the file alone says how far the run came', () => {
  expect(metricLines(7, [], 9)).toEqual(['{"step":7,"at":9}'])
  expect(parseMetricLines(metricLines(7, [point('loss', 6, 1)], 9)).step).toBe(7)
})

it('keeps two values of one name at one step and time apart', () => {
  const points = [point('loss', 1, 0.1), point('loss', 1, 0.2)]
  expect(parseMetricLines(metricLines(1, points, 9)).points).toEqual(points)
})

it('stores null for what is not finite and 0 for -0; refuses names that a line needs itself', () => {
  expect(storable(point('x', 1, Infinity)).value).toBe(null)
  expect(storable(point('x', 1, NaN)).value).toBe(null)
  expect(Object.is(storable(point('x', 1, -0)).value, 0)).toBe(true)
  expect(() => storable(point('step', 1, 1))).toThrow(RangeError)
})

it('leaves out the lines that hold no metrics, and says which', () => {
  const whole = '{"step":3,"at":1,"loss":2}'
  const lines = [
    '{"step":1,"at":1}',
    '{"loss":1}',
    '\0'.repeat(64),
    `\0\0${whole}`,
    '{"step":4,"at":1,"loss":"x"}',
    'null',
  ]
  expect(parseMetricLines(lines)).toEqual({ step: 3, points: [point('loss', 3, 2, 1)], damaged: [2, 3, 5, 6] })
})

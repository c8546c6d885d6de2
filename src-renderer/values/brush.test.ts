import { expect, it } from 'vitest'
import type { SweepTable } from '#contract/sweep-view.ts'
import { endsOf, keptRows, onlyRows, receding, stopsOf } from './brush.ts'
import { acrossAll } from './table-figures.ts'

const NAMES = ['draw.schedule.levels', 'draw.sampler', 'fid']
const table: SweepTable = {
  columns: NAMES,
  about: NAMES.map((name) => ({ name, of: name === 'fid' ? 'result' : 'factor', step: 'draw' })),
  rows: [
    [1, 'heun', 10],
    [10, 'heun', 20],
    [100, 'euler', 15],
    [100, 'heun', null],
  ].map((row) => Object.fromEntries(NAMES.map((name, i) => [name, row[i]]))),
  reasons: [{ row: 3, reason: 'draw: failed. It broke.' }],
}
const spec = acrossAll(table, 'fid')
const kept = (brushes: [string, [number, number]][]) => keptRows(spec, NAMES, 4, new Map(brushes))

it('keeps rows within every range, on axes of any kind; a gap is in none', () => {
  expect(kept([])).toBeNull()
  expect(kept([['another column', [0, 0.1]]])).toBeNull()
  // Logarithmic: 10 lies half way up from 1 to 100.
  expect([...kept([['draw.schedule.levels', [0.4, 1]]])!]).toEqual([1, 2, 3])
  expect([...kept([['fid', [0, 1]]])!]).toEqual([0, 1, 2])
  expect([...kept([['fid', [0, 0.6]], ['draw.schedule.levels', [0.4, 1]]])!]).toEqual([2]) // prettier-ignore
  expect([...kept([['draw.sampler', [0.7, 0.8]]])!]).toEqual([2])
})

it('draws the others grey and behind, and keeps the reasons of holes', () => {
  const some = new Set([1, 3])
  const marks = receding(spec, 4, some).panels[0].marks
  expect(marks).toHaveLength(spec.panels[0].marks.length)
  expect(marks.slice(0, 2)).toMatchObject([{ paint: 'line-strong', shade: undefined }, { faint: true }])
  expect(marks.slice(2, 4)).toEqual([spec.panels[0].marks[1], spec.panels[0].marks[3]])
  expect(onlyRows(table, some)).toMatchObject({
    rows: [table.rows[1], table.rows[3]],
    reasons: [{ row: 1, reason: 'draw: failed. It broke.' }],
  })
})

it('stops at each value once, from the foot up', () => {
  const stops = stopsOf(spec, 0, 4, (row) => String(table.rows[row]['draw.schedule.levels']))
  expect(stops.map(({ text }) => text)).toEqual(['1', '10', '100'])
  expect(endsOf(stops, undefined)).toEqual([0, 2])
  expect(endsOf(stops, [0.4, 0.6])).toEqual([1, 1])
})

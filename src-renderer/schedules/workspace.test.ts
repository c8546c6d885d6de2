import { beforeEach, describe, expect, it } from 'vitest'
import { sequenceOf, specOf } from '../shape/draft.ts'
import { FAMILY_NAMES } from './families.ts'
import { exportText, importText } from './transfer.ts'
import { Workspace } from './workspace.svelte.ts'

let sheet: Workspace
const sigmas = () => (sheet.sequence.ok ? sheet.sequence.sigmas : [])
const falls = () => sigmas().every((sigma, i) => i === 0 || sigma < sigmas()[i - 1])
beforeEach(() => {
  sheet = new Workspace()
})

it('starts with two schedules to compare', () => {
  expect(sheet.drafts.map(({ name, slot }) => [name, slot])).toEqual([
    ['karras', 0],
    ['geometric', 1],
  ])
  expect(sigmas()).toHaveLength(18)
})

it.each(FAMILY_NAMES)('changes to %s and makes levels at once', (family) => {
  sheet.setFamily(family)
  expect(sheet.sequence).toMatchObject({ ok: true })
  expect(specOf(sheet.active)).toMatchObject({ family, data_range: [0, 1] })
})

it('says which field is at fault and keeps the rest of the sheet', () => {
  sheet.setParameter('sigmaMin', 99)
  expect(sheet.sequence).toMatchObject({ ok: false, field: 'sigma_max' })
  sheet.undo()
  expect(sheet.sequence.ok).toBe(true)
})

describe('dragging', () => {
  it('moves the range of a family by its ends, and makes a list of it by any other level', () => {
    sheet.moveHandle(0, { sigma: 30 }, 'drag')
    expect(sheet.active.shape).toMatchObject({ kind: 'family', parameters: { sigmaMax: 30 } })
    sheet.moveHandle(5, { sigma: 1e9 }, 'drag 2')
    expect(sheet.active.shape.kind).toBe('list')
    expect(falls()).toBe(true)
  })
  it('is one step of undo from press to release', () => {
    const before = sheet.active.shape
    for (let i = 1; i < 200; i++) sheet.moveHandle(4, { sigma: 5 + i / 100 }, 'drag')
    sheet.endGesture()
    sheet.undo()
    expect(sheet.active.shape).toBe(before)
  })
  it('snaps to two digits when asked', () => {
    sheet.snap = true
    sheet.makeList()
    sheet.moveHandle(1, { sigma: sigmas()[1] * 1.01 })
    expect(sigmas()[1]).toBe(Number(sigmas()[1].toPrecision(2)))
  })
  it('nudges by keys even where snapping would hold the level in place', () => {
    sheet.snap = true
    sheet.setShape({ kind: 'list', sigmas: [10, 2, 1] })
    sheet.selected = 1
    sheet.nudge(1.001)
    expect(sigmas()[1]).toBe(2.1)
  })
  it('keeps a drawn curve falling wherever its knots are pulled', () => {
    sheet.makeDrawn()
    for (const [index, sigma, u] of [
      [3, 1e9, 0.9],
      [2, 1e-9, -1],
      [0, 1e-9, 0.5],
      [7, 1e9, 0],
    ] as const) {
      sheet.moveHandle(index, { sigma, u })
      expect(falls()).toBe(true)
    }
    expect(sheet.handles.map(({ u }) => u).every((u, i, all) => i === 0 || u > all[i - 1])).toBe(true)
  })
})

it('adds and removes levels and knots, never fewer than two', () => {
  sheet.makeList()
  sheet.selected = 3
  sheet.addHandle()
  expect([sigmas().length, sheet.selected]).toEqual([19, 4])
  sheet.addHandle({ u: 0, sigma: 60 })
  expect(sigmas()[0]).toBe(60)
  for (let i = 0; i < 40; i++) sheet.removeHandle()
  expect(sigmas()).toHaveLength(2)
  sheet.setFamily('karras')
  sheet.makeDrawn()
  sheet.addHandle()
  expect(sheet.handles).toHaveLength(3)
  expect(falls()).toBe(true)
})

it('overlays at most eight, each with a colour of its own', () => {
  for (let i = 0; i < 9; i++) sheet.duplicate()
  expect(sheet.overlaid).toHaveLength(8)
  expect(new Set(sheet.overlaid.map(({ slot }) => slot)).size).toBe(8)
  expect(new Set(sheet.drafts.map(({ name }) => name)).size).toBe(11)
  expect(sheet.toggleOverlaid(sheet.drafts[10].id)).toBe(false)
  sheet.toggleOverlaid(sheet.drafts[0].id)
  expect(sheet.toggleOverlaid(sheet.drafts[10].id)).toBe(true)
})

it('takes a removal back, and is never empty', () => {
  const all = sheet.drafts
  for (const { id } of all) sheet.remove(id)
  expect(sheet.drafts).toHaveLength(1)
  sheet.undo()
  sheet.undo()
  expect(sheet.drafts).toEqual(all)
})

it('opens what was saved with the same bits, once', () => {
  sheet.makeDrawn()
  const spec = specOf(sheet.active)
  const saved = { id: 's1', name: 'mine', spec, sigmas: [], hash: '', parent: null, createdAt: 0 }
  const before = sigmas()
  sheet.open(saved)
  expect(sigmas()).toEqual(before)
  expect(sheet.active).toMatchObject({ name: 'mine', savedId: 's1' })
  const count = sheet.drafts.length
  sheet.open(saved)
  expect(sheet.drafts).toHaveLength(count)
  expect(sequenceOf(sheet.active.shape)).toBe(sheet.sequence)
})

it('drags noise and corruption alike, with undo, and gives the schedule back as a file', () => {
  sheet = new Workspace()
  sheet.makeCurves()
  sheet.moveCurve('level', 3, 1.1)
  sheet.moveCurve('level', 3, 3)
  sheet.endGesture()
  const { shape } = sheet.active
  expect(shape.kind === 'curves' && 'knots' in shape && shape.knots[3].level).toBe(3)
  const back = importText(exportText(sheet.active, 'json', false))
  const [given, read] = [sheet.sequence, sequenceOf(back.shape)]
  expect(given.ok && read.ok && read.sigmas).toEqual(given.ok && given.sigmas)
  expect(specOf({ ...sheet.active, shape: back.shape })).toEqual(specOf(sheet.active))
  sheet.undo()
  expect(sheet.active.shape).toMatchObject({ kind: 'curves', spec: { family: 'two-stage' } })
  expect(() => exportText(sheet.active, 'list', false)).toThrow(/two lists/)
})

describe('a name', () => {
  it('follows the family, and what an edit makes of it, until it is typed', () => {
    sheet.setFamily('cosine')
    expect(sheet.active.name).toBe('cosine')
    sheet.duplicate()
    sheet.setFamily('geometric')
    expect(sheet.active.name).toBe('geometric (2)')
    sheet.moveHandle(4, { sigma: 3 }, 'drag')
    expect(sheet.active.name).toBe('geometric, edited')
    sheet.makeDrawn()
    expect(sheet.active.name).toBe('drawn')
    sheet.rename('karras')
    sheet.setFamily('linear')
    expect(sheet.active.name).toBe('karras')
  })
  it('comes back with the shape in one step of undo', () => {
    sheet.moveHandle(5, { sigma: 3 }, 'drag')
    expect(sheet.active).toMatchObject({ name: 'karras, edited', shape: { kind: 'list' } })
    expect(sheet.unfolded).toMatchObject({ name: 'karras' })
    sheet.undo()
    expect(sheet.active).toMatchObject({ name: 'karras', shape: { kind: 'family' } })
  })
})

it('says where a level comes to stand that cannot go where it is asked', () => {
  sheet.setShape({ kind: 'list', sigmas: [10, 5, 1] })
  expect(sheet.moveHandle(1, { sigma: 2 })).toBeNull()
  expect(sheet.moveHandle(1, { sigma: 1e9 })).toBe(
    'σ falls from level to level: 1e9 is out of reach, it stands at 10, beside 10.',
  )
  expect(sheet.moveHandle(1, { sigma: -1 })).toContain('above 0')
  sheet.setFamily('karras')
  expect(sheet.moveHandle(0, { sigma: 1e-9 })).toContain('The first level stays above the last')
})

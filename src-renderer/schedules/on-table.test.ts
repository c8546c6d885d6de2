import { expect, it } from 'vitest'
import { sequenceOf } from '../shape/draft.ts'
import { judgementOf } from '../judging/diagnosis.ts'
import { twinOf } from './on-table.ts'
import { Workspace } from './workspace.svelte.ts'

const sheetOn = (family: 'beta' | 'karras' | 'trailing') => {
  const sheet = new Workspace()
  sheet.setFamily(family)
  return sheet
}

it('overlays the grid of the same name elsewhere, on the same table', () => {
  const sheet = sheetOn('beta')
  sheet.add(twinOf(sheet.active)!)
  const [own, other] = [sheet.drafts.at(-2)!, sheet.active]
  expect(other).toMatchObject({ name: 'beta-sigma, diffusers', shape: { family: 'beta-sigma' } })
  const levels = [own, other].map(({ shape }) => sequenceOf(shape))
  expect(sheet.sequence.ok && sheet.sequence.sigmas).toHaveLength(18)
  expect(levels.every(({ ok }) => ok)).toBe(true)
})

it('goes from ends of its own to those of a table and back', () => {
  const sheet = sheetOn('karras')
  sheet.setTable('scaled-linear')
  expect(sheet.active.shape).toMatchObject({ parameters: { table: { name: 'scaled-linear' }, levels: 18 } })
  const [first, last] = sheet.sequence.ok ? [sheet.sequence.sigmas[0], sheet.sequence.sigmas.at(-1)!] : []
  expect([first, last]).toEqual([expect.closeTo(14.6146, 4), expect.closeTo(0.0292, 4)])
  sheet.setTable(null)
  expect(sheet.active.shape).toMatchObject({ parameters: { sigmaMax: first, sigmaMin: last } })
})

it('keeps the table, and the timesteps, when a level is dragged out of the grid', () => {
  const sheet = sheetOn('trailing')
  sheet.moveHandle(3, { sigma: 4 }, 'drag')
  expect(sheet.active.shape).toMatchObject({ kind: 'list', table: { name: 'scaled-linear' } })
  expect(sheet.sequence.ok && sheet.sequence.levels?.timesteps).toHaveLength(18)
})

it('lets the doctor know the table', () => {
  const sheet = new Workspace()
  sheet.setFamily('leading')
  sheet.setParameter('levels', 10)
  expect(judgementOf(sheet.active, { name: 'euler' }, null).findings.map(({ code }) => code)).toContain(
    'starts-too-low',
  )
})

import { expect, it } from 'vitest'
import type { Draft, Shape } from '../shape/draft.ts'
import { sequenceOf } from '../shape/draft.ts'
import { findingsOf, mendedShape } from './diagnosis.ts'

const draft = (shape: Shape): Draft => ({
  id: 'a',
  name: 'a',
  shape,
  dataRange: [0, 1],
  slot: 0,
  savedId: null,
  savedShape: null,
})

it('has nothing to say about the two schedules that a first visit finds', () => {
  for (const family of ['karras', 'geometric'] as const) {
    const parameters = { levels: 18, sigmaMax: 50, sigmaMin: 0.01, ...(family === 'karras' ? { rho: 7 } : {}) }
    const serious = findingsOf(draft({ kind: 'family', family, parameters }), 'heun').filter(
      ({ level }) => level !== 'note',
    )
    expect(serious).toEqual([])
  }
})

it('mends a parameter of a family and leaves it a family', () => {
  const shape: Shape = {
    kind: 'family',
    family: 'karras',
    parameters: { levels: 18, sigmaMax: 50, sigmaMin: 2, rho: 7 },
  }
  const finding = findingsOf(draft(shape), 'heun').find(({ fix }) => fix?.parameters)!
  const mended = mendedShape(shape, finding)!
  expect(mended).toMatchObject({ kind: 'family', family: 'karras' })
  expect(findingsOf(draft(mended), 'heun').map(({ code }) => code)).not.toContain(finding.code)
})

it('finds what is wrong with a disordered list, and its fix makes a list that can be used', () => {
  const shape: Shape = { kind: 'list', sigmas: [10, 1, 3, 0.1, 0.01] }
  expect(sequenceOf(shape).ok).toBe(false)
  const [finding] = findingsOf(draft(shape), 'heun')
  expect(finding.level).toBe('error')
  const mended = mendedShape(shape, finding)!
  expect(sequenceOf(mended).ok).toBe(true)
})

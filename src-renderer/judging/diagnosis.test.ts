import { expect, it } from 'vitest'
import type { Draft, Shape } from '../shape/draft.ts'
import { sequenceOf } from '../shape/draft.ts'
import { judgementOf, mendedBy, mendedWhole } from './diagnosis.ts'

const draft = (shape: Shape): Draft => ({
  id: 'a',
  name: 'a',
  shape,
  dataRange: [0, 1],
  slot: 0,
  savedId: null,
  savedShape: null,
})

const HEUN = { name: 'heun' }
const findingsOf = (one: Draft) => judgementOf(one, HEUN, null).findings

it('has nothing to say about the two schedules that a first visit finds', () => {
  for (const family of ['karras', 'geometric'] as const) {
    const parameters = { levels: 18, sigmaMax: 50, sigmaMin: 0.01, ...(family === 'karras' ? { rho: 7 } : {}) }
    const serious = findingsOf(draft({ kind: 'family', family, parameters })).filter(({ level }) => level !== 'note')
    expect(serious).toEqual([])
  }
})

it('mends a parameter of a family and leaves it a family', () => {
  const shape: Shape = {
    kind: 'family',
    family: 'karras',
    parameters: { levels: 18, sigmaMax: 50, sigmaMin: 2, rho: 7 },
  }
  const finding = findingsOf(draft(shape)).find(({ fix }) => fix?.parameters)!
  const mended = mendedBy(shape, finding)!.shape!
  expect(mended).toMatchObject({ kind: 'family', family: 'karras' })
  expect(findingsOf(draft(mended)).map(({ code }) => code)).not.toContain(finding.code)
})

it('finds what is wrong with a disordered list, and its fix makes a list that can be used', () => {
  const shape: Shape = { kind: 'list', sigmas: [10, 1, 3, 0.1, 0.01] }
  expect(sequenceOf(shape).ok).toBe(false)
  const [finding] = findingsOf(draft(shape))
  expect(finding.level).toBe('error')
  const mended = mendedBy(shape, finding)!.shape!
  expect(sequenceOf(mended).ok).toBe(true)
})

const known = {
  score: 'mnist-unet',
  isNetwork: true,
  data: 'mnist',
  dataRange: [0, 1] as [0, 1],
  trained: { sigmaMin: 0.065, sigmaMax: 12.6 },
  scales: true,
  facts: {
    dimension: 784,
    ranged: true,
    std: 0.3,
    n: 10,
    distances: { max: 16.9, upperBound: 16.9, exact: true, quantiles: { median: 10, q90: 12, q99: 13, max: 15 } },
    spectrum: { values: [0.09], weights: [784] },
  },
}
const linear: Shape = { kind: 'family', family: 'linear', parameters: { levels: 18, sigmaMax: 50, sigmaMin: 0.01 } }
const states = (areas: readonly { state: string }[]) => areas.map(({ state }) => state)

it('is green only for what was checked: nothing is known of the data, then all of it', () => {
  const karras = draft({ kind: 'family', family: 'karras', parameters: { levels: 18, sigmaMax: 50, sigmaMin: 0.01, rho: 7 } })
  expect(states(judgementOf(karras, HEUN, null).areas)).toEqual(['sound', 'unchecked', 'unchecked', 'unchecked', 'unchecked'])
  expect(states(judgementOf(karras, HEUN, known).areas)).toEqual(['sound', 'sound', 'sound', 'sound'])
  // The same levels in the other range, twice as large, for a network that a look converts to.
  const wide = { ...draft({ kind: 'list', sigmas: [100, 10, 0.1] }), dataRange: [-1, 1] as [-1, 1] }
  expect(judgementOf(wide, HEUN, known).areas.find(({ name }) => name.startsWith('Largest'))!.says).toContain('33.8')
}) // prettier-ignore

it('calls Linear with its last ratio of 300 noise, and what follows from its advice sound', () => {
  expect(judgementOf(draft(linear), HEUN, known).findings[0].code).toBe('noise-left')
  const { shape } = mendedWhole(draft(linear), HEUN, known)!
  expect(shape).toMatchObject({ kind: 'family', family: 'karras' })
  expect(judgementOf(draft(shape!), HEUN, known).findings.filter(({ level }) => level !== 'note')).toEqual([])
})

it('mends published Langevin steps without touching the curve', () => {
  const geometric = draft({ ...linear, family: 'geometric', parameters: { levels: 18, sigmaMax: 17, sigmaMin: 0.01 } } as Shape)
  const published = { name: 'langevin', eps: 6.2e-6, inner: 5, convention: 'code', denoise: true }
  const mended = mendedWhole(geometric, published, known)!
  expect(mended.shape).toBeUndefined()
  expect(mended.sampler!.inner).toBe(27)
}) // prettier-ignore

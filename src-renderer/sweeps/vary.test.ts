import { describe, expect, it } from 'vitest'
import type { RunConfigInput } from '#contract/run-config.ts'
import { expandSweep, valueAt } from '#contract/sweep-cells.ts'
import { parseSweep } from '#contract/sweep.ts'
import { listsIn, readValues, sweepFrom, variable } from './vary.ts'

const run: RunConfigInput = {
  kind: 'sample',
  name: 'mine',
  network: 'mnist-unet',
  schedule: { family: 'geometric', levels: 10, sigma_max: 1, sigma_min: 0.01, data_range: [0, 1] },
  sampler: { name: 'langevin', inner: 3, eps: 2e-5 },
  seed: 4,
  n: 8,
}
const base = { name: 'a sweep', varied: [], seeds: 1, evaluate: true }

describe('values', () => {
  it.each<[string, unknown]>([
    ['1, 2, 5', [1, 2, 5]],
    ['heun; euler', ['heun', 'euler']],
    ['true, false', [true, false]],
    ['0..1 x 5', [0, 0.25, 0.5, 0.75, 1]],
    ['1..100 log 3', [1, 10, 100]],
    ['1e-6..1e-4 log 3', [1e-6, 1e-5, 1e-4]],
  ])('%s', (text, values) => expect(readValues(text)).toEqual(values))
  it.each([
    ['', /Give a list/],
    ['0..1 log 3', /above 0/],
    ['a..1 x 3', /must be numbers/],
    ['0..1 x 1', /from 2 to/],
  ])('%j cannot be read', (text, said) => expect(readValues(text)).toMatch(said))
})

describe('a sweep from a run', () => {
  it('offers the fields that hold one value', () => {
    const fields = variable(run)
    expect(fields).toEqual(expect.arrayContaining(['network', 'schedule.sigma_max', 'sampler.eps', 'n']))
    expect(fields).not.toEqual(expect.arrayContaining(['seed', 'kind', 'name', 'schedule.data_range']))
    expect(valueAt(run, ['sampler', 'eps'])).toBe(2e-5)
  })

  it('varies fields and seeds, and judges what was drawn', () => {
    const made = sweepFrom(run, { ...base, varied: [{ path: 'schedule.sigma_max', text: '1, 5, 20' }], seeds: 2 })
    const cells = expandSweep(parseSweep(made))
    expect(cells).toHaveLength(12)
    expect(cells[0].config).toMatchObject({ kind: 'sample', seed: 4, schedule: { sigma_max: 1 } })
    expect(cells[1].factors).toEqual({ 'draw.schedule.sigma_max': 1, 'draw.seed': 5 })
    expect(cells[6].needs).toEqual({ samples: 'draw/1' })
  })

  it('takes whole schedules one after another', () => {
    const schedules = ['geometric', 'linear'].map((family) => ({ ...(run.schedule as object), family, name: family }))
    const cells = expandSweep(parseSweep(sweepFrom(run, { ...base, schedules, evaluate: false })))
    expect(cells.map(({ config }) => (config.schedule as { family: string }).family)).toEqual(['geometric', 'linear'])
  })

  it('says what is missing', () => {
    expect(sweepFrom(run, base)).toMatch('Choose a field')
    expect(sweepFrom(run, { ...base, varied: [{ path: 'n', text: '' }] })).toMatch('n: Give a list')
  })
})

it('finds lists and ranges where a number belongs, and no other text', () => {
  const typed = {
    ...run,
    name: '1, 2',
    n: '16, 64',
    network: '3, 4 of mine',
    schedule: { ...run.schedule, sigma_max: '1..100 log 3', sigma_min: '0.01' },
  }
  const { varied, first } = listsIn(typed)
  expect(varied).toEqual([
    { path: 'schedule.sigma_max', text: '1..100 log 3' },
    { path: 'n', text: '16, 64' },
  ])
  expect(first).toEqual({ ...typed, n: 16, schedule: { ...typed.schedule, sigma_max: 1 } })
})

import { expect, it } from 'vitest'
import { dryRunWords, refusalOf, siteFrom, wordsOf } from './site-form.ts'

it('reads words as options, leaves out what is empty, and gives them back', () => {
  const words = { shared: ' /scratch/me ', partition: '', cpus: '4', modules: 'cuda/12  node' }
  const site = siteFrom(words)
  expect(site).toEqual({ shared: '/scratch/me', cpus: 4, modules: ['cuda/12', 'node'] })
  expect(wordsOf(site)).toEqual({ shared: '/scratch/me', cpus: '4', modules: 'cuda/12 node' })
})

it('hands on a word where a number belongs, to be refused by its field', () => {
  expect(siteFrom({ cpus: 'four' })).toEqual({ cpus: 'four' })
})

it('says what would be computed, and in how many tasks', () => {
  const stage = { stage: 'draw', tasks: 2, runs: 30, script: '', command: '' }
  const probe = { ...stage, stage: 'probe', tasks: 1, runs: 0 }
  const dry = { folder: '/s/x', reused: 3, runs: 30, scripts: [probe, stage] }
  expect(dryRunWords(dry, { shared: '/s' })).toBe('30 runs to compute, 3 there already (draw: 30 in 2 tasks), in /s/x.')
  expect(dryRunWords(null, {})).toBe('Name the shared folder.')
})

it('puts a refusal under its field', () => {
  expect(refusalOf({ message: 'sweeps/dry-run: site.time: must be a time.', field: 'site.time' })).toEqual({
    message: 'time: must be a time.',
    field: 'time',
  })
  expect(refusalOf({ message: 'shared: there is no folder /x.', field: 'shared' }).field).toBe('shared')
})

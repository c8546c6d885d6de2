import { expect, it } from 'vitest'
import { parse } from '#contract/parse.ts'
import { runConfig } from '#contract/run-config.ts'
import { nextRun } from './next-run.ts'

it('offers what a run of its kind is followed by, once it has finished, as a valid configuration', () => {
  const trained = nextRun({ kind: 'train', number: 4, state: 'finished' }, null)!
  const sampled = nextRun({ kind: 'sample', number: 5, state: 'finished' }, null)!
  expect(parse(runConfig, trained.config, 'next')).toMatchObject({ kind: 'sample', network: '4' })
  expect(parse(runConfig, sampled.config, 'next')).toMatchObject({ kind: 'evaluate', samples: '5' })
  expect(nextRun({ kind: 'train', number: 4, state: 'cancelled' }, null)).toBeNull()
  expect(nextRun({ kind: 'compare', number: 6, state: 'finished' }, null)).toBeNull()
})

import { expect, it } from 'vitest'
import { EXAMPLE_RUN, type RunRecord } from '#contract/run.ts'
import { cancellable, resumable, unjudged } from './many-runs.ts'

const run = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({ ...EXAMPLE_RUN, id, kind: 'sample', state: 'finished', trashed: false, parents: [], ...change }) // prettier-ignore
const judging = (id: string, of: string, change: Partial<RunRecord> = {}) => run(id, { kind: 'evaluate', parents: [of], ...change }) // prettier-ignore
const ids = (runs: readonly RunRecord[]) => runs.map(({ id }) => id)

it('leaves out what is judged or about to be, so that asking twice queues nothing twice', () => {
  const samples = ['a', 'b', 'c', 'd', 'e'].map((id) => run(id))
  const all = [
    ...samples,
    judging('1', 'a'),
    judging('2', 'b', { state: 'queued' }),
    judging('3', 'c', { state: 'failed' }),
    judging('4', 'd', { trashed: true }),
  ]
  expect(ids(unjudged(samples, all))).toEqual(['c', 'd', 'e'])
  expect(ids(unjudged([run('x', { state: 'running' }), run('y', { kind: 'train' })], all))).toEqual([])
})

it('cancels what is queued or runs, resumes what was stopped', () => {
  const all = (['queued', 'running', 'cancelling', 'finished', 'cancelled', 'interrupted', 'failed'] as const).map(
    (state) => run(state, { state }),
  )
  expect(ids(cancellable(all))).toEqual(['queued', 'running'])
  expect(ids(resumable(all))).toEqual(['cancelled', 'interrupted'])
})

/** Runs for tests of the list: trainings with and without a loss, samplings that differ in the seed. */
import { EXAMPLE_RUN, type RunRecord } from '#contract/run.ts'

export const exampleRun = (number: number, change: Partial<RunRecord> = {}): RunRecord => ({
  ...EXAMPLE_RUN,
  id: `id-${number}`,
  number,
  name: 'one',
  tags: [],
  latest: {},
  ...change,
})

export const EXAMPLE_RUNS: readonly RunRecord[] = [
  exampleRun(1, { kind: 'train', state: 'failed', latest: { loss: 0.5 }, tags: ['paper'] }),
  exampleRun(2, { kind: 'sample', seed: 0, name: 'Karras' }),
  exampleRun(3, { kind: 'sample', seed: 1, name: 'Karras, rho 7' }),
  exampleRun(4, { kind: 'train', latest: { loss: null }, notes: 'diverged on purpose' }),
  exampleRun(5, { kind: 'train', latest: { loss: 0.1 } }),
]

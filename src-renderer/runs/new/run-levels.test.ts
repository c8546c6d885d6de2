import { expect, it } from 'vitest'
import { runConfig, type RunConfigInput } from '#contract/run-config.ts'
import { levelsOfRun, trainedAlong } from './run-levels.ts'
import { RunDraft } from './run-draft.svelte.ts'

const GEOMETRIC = { family: 'geometric' as const, levels: 3, sigma_max: 4, sigma_min: 1, data_range: [0, 1] as [0, 1] }

it('are those of the schedule of a sampling, and of a sequence that is trained at', () => {
  expect(levelsOfRun({ kind: 'sample', network: 'x', schedule: GEOMETRIC })).toEqual([4, 2, 1])
  const train = { kind: 'train', training: { steps: 1 } } as const
  expect(levelsOfRun(train)).toBeNull()
  expect(levelsOfRun({ ...train, objective: { noise: { name: 'sequence', sigmas: [2, 1] } } })).toEqual([2, 1])
  expect(levelsOfRun(null)).toBeNull()
})

it.each([
  ['ncsnv2', [0, 1], [4, 2, 1]],
  ['unet', [-1, 1], [8, 4, 2]],
  ['ncsn', [0, 1], [4, 2, 1]],
] as const)('train %s in [%s] at the levels in its own units', (architecture, data_range, sigmas) => {
  const draft = new RunDraft()
  const network = { architecture, data_range: [...data_range], ...(architecture === 'ncsn' && { sigmas: [1] }) }
  draft.load({ kind: 'train', network, training: { steps: 1 } } as RunConfigInput)
  const changed = trainedAlong(GEOMETRIC, draft.config)
  if (typeof changed === 'string') throw new Error(changed)
  for (const { path, value } of changed) draft.set(path, value)
  expect(draft.fault).toBeNull()
  const config = runConfig.parse(draft.config)
  if (config.kind !== 'train') throw new Error('a training was expected')
  expect(config.objective.noise).toEqual({ name: 'sequence', sigmas })
  expect('sigmas' in config.network ? config.network.sigmas : sigmas).toEqual(sigmas)
})

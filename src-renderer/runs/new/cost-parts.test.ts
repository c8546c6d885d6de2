import { expect, it } from 'vitest'
import { costParts } from './cost-parts.ts'

const NONE = {
  parameters: null,
  memory: null,
  nfe: null,
  evaluations: null,
  seconds: null,
  bytes: null,
  basis: 'no figure',
}

it('says parameters and memory of a training, evaluations and time of all runs', () => {
  const parts = costParts({ ...NONE, parameters: 570_401, memory: 11_408_020, evaluations: 32_000, seconds: 150 }, 2)
  expect(parts.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Parameters: 570,401',
    'Memory: 11 MB',
    'Evaluations, 2 runs: 64,000',
    'Time, 2 runs: about 5 min',
  ])
})
it('says why a time is not known', () => {
  expect(costParts({ ...NONE, nfe: 35 }, 1)).toEqual([
    { name: 'NFE', value: '35 a sample' },
    { name: 'Time', value: 'not known', says: 'no figure' },
  ])
})

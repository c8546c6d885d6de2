import { expect, it } from 'vitest'
import type { DatasetCard } from '#contract/dataset-card.ts'
import { networkSpec } from '#contract/network.ts'
import { spreadOf } from './spread-of.ts'

const cards = [{ name: 'mnist-train', height: 28, width: 28, std: 0.3081 }] as DatasetCard[]

it('tells the spread of the data in the range of the network, beside what it is told', () => {
  expect(spreadOf({ kind: 'train', network: { architecture: 'unet', sigma_data: 0.33, data_range: [0, 1] } }, cards)).toMatchObject({ spread: 0.308, given: 0.33, range: '[0, 1]' }) // prettier-ignore
  expect(spreadOf({ kind: 'train' }, cards)).toMatchObject({ spread: 0.616, given: 0.5, range: '[-1, 1]' })
})
it.each(['unet', 'mlp'] as const)('takes what %s has by default as its schema has it', (architecture) => {
  const network = networkSpec.parse({ architecture })
  const range = `[${network.data_range.join(', ')}]`
  expect(spreadOf({ kind: 'train', network: { architecture } }, cards)).toMatchObject({
    given: (network as { sigma_data: number }).sigma_data,
    range,
  })
})
it('says nothing of networks that are told no spread, of other runs, and of data that are not listed', () => {
  expect(spreadOf({ kind: 'train', network: { architecture: 'ncsnv2' } }, cards)).toBeNull()
  expect(spreadOf({ kind: 'sample' }, cards)).toBeNull()
  expect(spreadOf({ kind: 'train', dataset: { name: 'mine' } }, cards)).toBeNull()
})

import { expect, it } from 'vitest'
import { datasetSpec } from './dataset.ts'
import { datasetWords } from './dataset-words.ts'

it.each([
  [{ name: 'mnist' }, 'mnist'],
  [{ name: 'mnist', split: 'test' }, 'mnist, test split'],
  [{ name: 'mnist', subset: { fractions: { '1': 0.35 } } }, 'mnist, 35 % of 1'],
  [
    { name: 'mnist', subset: { classes: ['3', '7'], per_class: 1000 } },
    'mnist, classes 3 7 alone, 1,000 of each class',
  ],
  [{ name: 'rings', n: 500 }, 'rings, 500 drawn'],
])('says %j in a few words', (config, words) => {
  expect(datasetWords(datasetSpec.parse(config))).toBe(words)
})

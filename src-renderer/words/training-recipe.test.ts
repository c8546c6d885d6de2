import { expect, it } from 'vitest'
import { runConfig } from '#contract/run-config.ts'
import { cardOf, sigmaDataOf, trainingRecipe } from './training-recipe.ts'

const MNIST = { name: 'mnist-train', height: 28, width: 28, std: 0.30810780717887876 }

it('takes sigma_data from the data, in the range of the network', () => {
  expect(sigmaDataOf(MNIST, [0, 1])).toBe(0.308)
  expect(sigmaDataOf(MNIST, [-1, 1])).toBe(0.616)
  expect(sigmaDataOf({ name: 'rings', height: 1, width: 2, std: 2.24 }, [-1, 1])).toBe(2.24)
})

it('is a training that can be queued: digits, pictures of odd sides, points', () => {
  expect(trainingRecipe(MNIST)).toMatchObject({ dataset: { name: 'mnist' }, network: { multipliers: [1, 2, 2] } })
  expect(trainingRecipe({ name: 'mine', height: 30, width: 30, std: 0.2 }).network).toMatchObject({
    multipliers: [1, 2],
    sigma_data: 0.2,
  })
  for (const card of [
    MNIST,
    { name: 'odd', height: 9, width: 7, std: 0.2 },
    { ...MNIST, name: 'rings', height: 1, width: 2 },
  ])
    expect(runConfig.safeParse(trainingRecipe(card)).error).toBeUndefined()
})

it('finds the card of a name and split', () => {
  const cards = [{ name: 'mnist-train' }, { name: 'mnist-test' }, { name: 'rings' }]
  expect(cardOf(cards, { name: 'mnist', split: 'test' })).toBe(cards[1])
  expect(cardOf(cards, {})).toBe(cards[0])
  expect(cardOf(cards, { name: 'rings', split: 'train' })).toBe(cards[2])
})

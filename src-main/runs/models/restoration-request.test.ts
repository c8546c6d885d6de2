/** What a restoration is asked of: a score with a corruption of its own, and one picture. */
import { expect, it } from 'vitest'
import { parse } from '#contract/parse.ts'
import { restorationOptions, type RestorationInput } from '#contract/restoration.ts'
import type { Surroundings } from '../references.ts'
import { restorationTask } from './restoration-request.ts'

const model = { kind: 'anneal', file: '/net.safetensors', card: null, brought: null } as const
const nowhere = { history: { read: { datasets: () => [] } } } as unknown as Surroundings
const task = (asked: RestorationInput, file?: { path: string; called: string }) =>
  restorationTask(parse(restorationOptions, asked, 'Options'), file, () => model, nowhere)
const exact = {
  score: { name: 'empirical' },
  corruption: { name: 'gaussian-blur' },
  schedule: { family: 'two-stage', levels: 3, corruption_max: 4 },
} as const

it('names the weights of a network, or the law, the corruption and the curves of an exact score', () => {
  expect(task({ network: 7 })).toMatchObject({ file: { model, weights: 'ema' }, says: '7', n: 4, t: 1 })
  const { file, says } = task({ ...exact, dataset: 'mnist' } as RestorationInput)
  expect(says).toBe('exact, empirical of mnist')
  expect(file).toMatchObject({ dataRange: [0, 1], path: { corruption: { name: 'gaussian-blur' } } })
  expect('path' in file && file.path!.levels.map(({ corruption }) => corruption)).toEqual([4, expect.closeTo(1.5), 0])
})

it.each<[RestorationInput, RegExp]>([
  [{}, /^network: name a network/],
  [{ network: 'a', corruption: { name: 'mask' } }, /^corruption: a network has that which it was trained under/],
  [{ network: 'a', ...exact }, /^network: there is a score already/],
  [{ score: { name: 'rings' } }, /^score.name: rings is a law of points/],
  [{ score: exact.score }, /^corruption: an exact score needs one/],
  [{ ...exact, schedule: undefined }, /^schedule: an exact score needs two curves/],
  [
    { ...exact, schedule: { family: 'karras', levels: 3, sigma_max: 1, sigma_min: 0.1 } },
    /^schedule: gaussian-blur needs a schedule of two curves/,
  ],
  [{ network: 'a', dataset: 'mnits' }, /^dataset.name: there is no data set mnits/],
  [{ network: 'a', t: 0 }, /t/],
  [{ network: 'a', steps: 0 }, /steps/],
])('refuses %j', (asked, message) => {
  expect(() => task(asked)).toThrow(message)
})

it('refuses an image and a file at once', () => {
  expect(() => task({ network: 'a', dataset: 'mnist' }, { path: '/a.png', called: 'a.png' })).toThrow(/^picture: /)
})

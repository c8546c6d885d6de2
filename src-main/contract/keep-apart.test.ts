import { expect, it } from 'vitest'
import { keepApart, plainName } from './keep-apart.ts'
import { BYTES, type Passport } from './passport.ts'

const passport = (change: Partial<Passport> = {}): Passport => ({
  features: 'inception',
  network: 'a'.repeat(64),
  resize: 'pytorch-fid: bilinear',
  scaling: '2 x/255 - 1',
  quantisation: BYTES,
  n: [1000, 10_000],
  samples: null,
  reference: 'c'.repeat(64),
  covariance_divisor: 'n - 1',
  interval: null,
  ...change,
})
const fid = (change?: Partial<Passport>) => [
  { name: 'fid', value: 1, protocol: { passport: passport(change) } },
  { name: 'copied', value: 0, protocol: {} },
]
const namesOf = (lists: { name: string }[][]) => lists.map((list) => list.map(({ name }) => name))

it('leaves names of what may be compared', () => {
  const { lists, apart } = keepApart([fid(), fid({ samples: 'b'.repeat(64) })])
  expect(namesOf(lists)).toEqual([
    ['fid', 'copied'],
    ['fid', 'copied'],
  ])
  expect(apart).toEqual([])
})

it('gives a name of its own to each kind of distance, by what tells it from the others, and says why', () => {
  const { lists, apart } = keepApart([
    fid(),
    fid({ n: [300, 10_000] }),
    fid(),
    fid({ n: [300, 10_000], resize: 'clean-fid: bicubic' }),
  ])
  expect(namesOf(lists).map(([name]) => name)).toEqual([
    'fid (pytorch-fid, n 1000)',
    'fid (pytorch-fid, n 300)',
    'fid (pytorch-fid, n 1000)',
    'fid (clean-fid, n 300)',
  ])
  expect(apart).toEqual([{ names: ['fid'], reason: expect.stringMatching(/of 1000 and of 300 pictures/) }])
  expect(lists.map(([{ name }]) => plainName(name))).toEqual(['fid', 'fid', 'fid', 'fid'])
})

it('puts nothing that says how it was measured beside what does not', () => {
  const { lists } = keepApart([fid(), [{ name: 'fid', value: 2, protocol: {} }]])
  expect(namesOf(lists).map(([name]) => name)).toEqual(['fid (stated)', 'fid (no passport)'])
})

it('keeps the distances of a class apart too, from each other and from those of all, and names them together', () => {
  const byClass = (n: number) =>
    ['fid/cat', 'fid/dog'].map((name) => ({ name, value: n, protocol: { passport: passport({ n: [n, 500] }) } }))
  const { lists, apart } = keepApart([
    [...fid(), ...byClass(50)],
    [...fid(), ...byClass(15)],
  ])
  expect(namesOf(lists)).toEqual([
    ['fid', 'copied', 'fid/cat (n 50)', 'fid/dog (n 50)'],
    ['fid', 'copied', 'fid/cat (n 15)', 'fid/dog (n 15)'],
  ])
  expect(apart).toEqual([{ names: ['fid by class'], reason: expect.stringMatching(/of 50 and of 15 pictures/) }])
})

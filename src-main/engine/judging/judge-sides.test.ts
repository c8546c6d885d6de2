import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { momentsNpz, npzArray } from '#files/npz.ts'
import { npyBytes } from '#files/write-npy.ts'
import { PLAIN_ALGEBRA } from '#theory/statistics/algebra.ts'
import type { FeatureNetwork } from './feature-network.ts'
import { judgeSides, type JudgeRoom, type JudgeTask } from './judge-sides.ts'
import { saveMoments } from './side-moments.ts'

const home = mkdtempSync(join(tmpdir(), 'anneal-sides-'))
afterAll(() => rmSync(home, { recursive: true }))

/** Features are the two pixels themselves. */
const network: FeatureNetwork = {
  id: 'a'.repeat(64),
  features: 2,
  says: { features: 'classifier', network: 'a'.repeat(64), resize: 'none', scaling: 'x/255' },
  extract: async (pictures) => Float32Array.from(pictures),
  dispose: async () => {},
}
const told: string[] = []
const room: JudgeRoom = {
  network,
  algebra: PLAIN_ALGEBRA,
  signal: new AbortController().signal,
  tell: async ({ stage, done, of }) => void told.push(`${stage} ${done}/${of}`),
}
const pathOf = (name: string) => join(home, name)
function save(name: string, pairs: number[][]): string {
  writeFileSync(pathOf(name), npyBytes(Uint8Array.from(pairs.flat()), [pairs.length, 1, 2]))
  return pathOf(name)
}
const A = save('a.npy', [
  [0, 0],
  [2, 0],
  [0, 2],
  [2, 2],
])
const B = save('b.npy', [
  [3, 1],
  [5, 1],
  [3, 3],
  [5, 3],
  [4, 2],
])
const task = (samples: string, reference: string, statistics: 'fid' | 'all' = 'all') =>
  ({
    samples: { kind: 'path', path: samples },
    reference: { kind: 'path', path: reference },
    features: 'classifier',
    classifier: '',
    resize: 'pytorch-fid',
    home,
    statistics,
  }) satisfies JudgeTask

// Means (1, 1) and (4, 2); variances 4/3 and 1 in either direction, covariances 0: 9 + 1 + 2 (sqrt(4/3) - 1)^2.
const KNOWN = 10 + 2 * (Math.sqrt(4 / 3) - 1) ** 2

it('gives the whole family with a passport that names network, treatment, numbers and both sides', async () => {
  const verdict = await judgeSides(task(A, B), room)
  expect(verdict.fid).toBeCloseTo(KNOWN, 10)
  expect(Object.keys(verdict)).toEqual([
    'fid',
    'fid_inf',
    'kid',
    'precision',
    'recall',
    'density',
    'coverage',
    'n',
    'passport',
  ])
  const { samples, reference, ...passport } = verdict.passport
  expect(passport).toMatchObject({
    features: 'classifier',
    network: 'a'.repeat(64),
    n: [4, 5],
    covariance_divisor: 'n - 1',
    quantisation: '8 bit as given',
  })
  expect(samples).toMatch(/^[0-9a-f]{64}$/)
  expect(reference).not.toBe(samples)
  expect(told.slice(0, 2)).toEqual(['samples 4/4', 'reference 5/5'])
})

it('keeps moments under the names of the field, and judges against them what it judges against the pictures', async () => {
  const saved = await saveMoments({ ...task(B, B), reference: null }, pathOf('b.npz'), room)
  expect(saved).toMatchObject({ n: 5, file: pathOf('b.npz') })
  const bytes = readFileSync(pathOf('b.npz'))
  expect([...npzArray(bytes, 'mu', 'b')!.data]).toEqual([4, 2])
  expect([...npzArray(bytes, 'sigma', 'b')!.data]).toEqual([1, 0, 0, 1].map((value) => expect.closeTo(value, 12)))
  const verdict = await judgeSides(task(A, pathOf('b.npz')), room)
  expect(verdict.fid).toBeCloseTo(KNOWN, 10)
  expect(verdict).toMatchObject({ kid: null, precision: null, n: [4, null] })
  expect(verdict.passport.reasons).toMatchObject({ kid: 'Moments alone have no rows to compute it of.' })
})

it('computes FID alone where no more is asked', async () => {
  const verdict = await judgeSides(task(A, B, 'fid'), room)
  expect(verdict.fid).toBeCloseTo(KNOWN, 10)
  expect(verdict.passport.reasons).toMatchObject({ coverage: 'It was not asked for.' })
})

it.each(['fid', 'all'] as const)(
  'gives no FID to a reference of as many pictures as features (%s)',
  async (statistics) => {
    const verdict = await judgeSides(
      task(
        A,
        save('few.npy', [
          [1, 1],
          [2, 5],
        ]),
        statistics,
      ),
      room,
    )
    expect(verdict).toMatchObject({ fid: null, fid_inf: null, n: [4, 2], passport: { fid: null } })
    expect(verdict.passport.reasons).toMatchObject({
      fid: expect.stringContaining('2 images, no more than the 2 features'),
    })
  },
)

it.each<[string, () => string, RegExp]>([
  [
    'moments of another length',
    () => saved('c.npz', momentsNpz(new Float64Array(3), new Float64Array(9))),
    /moments of 3 features, classifier has 2/,
  ],
  [
    'a mean without a covariance',
    () => saved('d.npz', momentsNpz(new Float64Array(2), new Float64Array(4)).slice(0, 0)),
    /no whole \.zip/,
  ],
  [
    'moments that are not finite',
    () => saved('e.npz', momentsNpz(Float64Array.of(NaN, 0), new Float64Array(4))),
    /e\.npz holds a moment that is not finite/,
  ],
  ['one picture', () => save('one.npy', [[1, 1]]), /one\.npy holds 1 picture/],
  ['points', () => saved('points.npy', npyBytes(new Float32Array(8), [4, 2])), /holds points, not pictures/],
])('refuses %s', async (_, path, sentence) => {
  await expect(judgeSides(task(A, path()), room)).rejects.toThrow(sentence)
})

function saved(name: string, bytes: Uint8Array): string {
  writeFileSync(pathOf(name), bytes)
  return pathOf(name)
}

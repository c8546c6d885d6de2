import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { npyBytes } from '#files/write-npy.ts'
import { changed, knownFeatures } from '#theory/statistics/testing/known-features.ts'
import type { Features } from '#theory/statistics/features.ts'

const CLI = join(import.meta.dirname, '..', 'cli.ts')
const folder = mkdtempSync(join(tmpdir(), 'anneal-fid-'))
afterAll(() => rmSync(folder, { recursive: true }))

const save = (name: string, { rows, d }: Features) =>
  writeFileSync(join(folder, name), npyBytes(rows, [rows.length / d, d]))

/** A cache folder in which nothing has been set up. */
const NOTHING = { ANNEAL_CACHE: join(folder, 'cache'), ANNEAL_BACKEND: 'cpu' }

/** Exit code and both streams of `anneal fid features=A,B`, the files named as they lie in the folder. */
async function fid(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const options = {
    cwd: folder,
    env: {
      ...process.env,
      ANNEAL_HOME: folder,
      INIT_CWD: folder,
      ...(words.includes('features=inception') && NOTHING),
    },
  }
  return promisify(execFile)(process.execPath, [CLI, 'fid', ...words], options).then(
    (said) => ({ code: 0, ...said }),
    (error) => error,
  )
}

beforeAll(() => {
  const a = knownFeatures(60, 8, 1)
  save('a.npy', a)
  save('b.npy', { ...knownFeatures(50, 8, 4), rows: Float32Array.from(knownFeatures(50, 8, 4).rows) })
  save(
    'nan.npy',
    changed(a, (value, i, j) => (i === 3 && j === 1 ? NaN : value)),
  )
  save('one.npy', knownFeatures(1, 8, 4))
  save('few.npy', knownFeatures(8, 8, 4))
})

it.concurrent('fid of two files of features prints the whole family as JSON', async ({ expect }) => {
  const { code, stdout } = await fid('features=a.npy,b.npy', '--json')
  expect(code).toBe(0)
  const found = JSON.parse(stdout)
  expect(Object.keys(found)).toEqual([
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
  // Each known from numpy or mpmath; see the tests of the functions.
  expect(found).toMatchObject({
    fid: expect.closeTo(3.582182517313056, 11),
    kid: expect.closeTo(16.505660600721967, 10),
    precision: expect.closeTo(0.9, 13),
    recall: expect.closeTo(0.88, 13),
    density: expect.closeTo(0.8533333333333334, 13),
    coverage: expect.closeTo(0.92, 13),
    n: [60, 50],
  })
  expect(found.fid_inf).toBeLessThan(found.fid)
  expect(found.passport).toMatchObject({ covariance_divisor: 'n - 1', fid_inf: { value: found.fid_inf }, reasons: {} })
})

it.concurrent.each([
  ['nan.npy', 'nan.npy holds NaN in row 3'],
  ['one.npy', 'one.npy holds 1 row of features'],
])('refuses %s in a sentence that names it, with exit code 1', async (file, sentence) => {
  const { code, stdout, stderr } = await fid(`features=a.npy,${file}`)
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toContain(sentence)
})

it.concurrent(
  'fid of two files of pictures judges them in the features of a classifier, with a passport',
  async ({ expect }) => {
    const digits = (n: number, shift: number) => Uint8Array.from({ length: n * 784 }, (_, i) => (i * shift) % 256)
    writeFileSync(join(folder, 'x.npy'), npyBytes(digits(12, 7), [12, 28, 28, 1]))
    writeFileSync(join(folder, 'y.npy'), npyBytes(digits(65, 11), [65, 28, 28, 1]))
    const { code, stdout } = await fid('x.npy', 'y.npy', 'features=classifier', '--json')
    expect(code).toBe(0)
    const found = JSON.parse(stdout)
    expect(found.fid).toBeGreaterThan(0)
    expect(found).toMatchObject({
      n: [12, 65],
      passport: { features: 'classifier', resize: 'none', features_per_row: 64 },
    })
  },
)

it.concurrent(
  'FID to a reference of as many rows as features is null with the reason; what needs no covariance stays',
  async ({ expect }) => {
    const found = JSON.parse((await fid('features=a.npy,few.npy', '--json')).stdout)
    expect(found).toMatchObject({ fid: null, fid_inf: null, kid: expect.any(Number), coverage: expect.any(Number) })
    expect(found.passport.reasons.fid).toBe(
      'The reference has 8 images, no more than the 8 features, so its covariance is singular. Give more than 8.',
    )
  },
)

it.concurrent.each([
  [['a.npy'], 'Name what is judged and the reference'],
  [['nothing.npy', 'a.npy'], 'there is nothing at'],
  [['a.npy', 'a.npy', 'resise=clean-fid'], 'Did you mean resize?'],
  [['12', 'mnist'], 'there is no run 12'],
  [['x.npy', 'y.npy', 'features=inception'], 'anneal setup --fid'],
])('refuses %j: %s', async (words, sentence) => {
  const { code, stdout, stderr } = await fid(...words)
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(sentence) })
})

it.concurrent('--self-test finds every known answer, and takes no other word', async ({ expect }) => {
  const { code, stdout } = await fid('--self-test', '--json')
  const { answers } = JSON.parse(stdout)
  expect([code, answers.map(({ name, expected }: { name: string; expected: number }) => [name, expected])]).toEqual([
    0,
    expect.arrayContaining([
      ['KID', -13],
      ['precision', 0.5],
    ]),
  ])
  expect(answers.every(({ holds }: { holds: boolean }) => holds)).toBe(true)
  expect(await fid('a.npy', '--self-test')).toMatchObject({ code: 1 })
})

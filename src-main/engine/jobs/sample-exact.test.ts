/** Sampling with scores that are known exactly: it ends where theory does, and what cannot be done is refused in a sentence. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type RunConfigInput, runConfig } from '#contract/run-config.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { lawDataset } from '#datasets/law-dataset.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { readSamples } from '../sample-files.ts'
import { checkMemory } from '../scores/exact-score.ts'
import { openRecordingPort } from '../testing/recording-port.ts'
import { sampleJob } from './sample.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-exact-'))
  folders.push(folder)
  return folder
}

async function run(config: RunConfigInput, folder: string) {
  const { port, result } = openRecordingPort()
  const job = { runId: 'x', config: runConfig.parse(config), folder, inputs: {}, home: folder, resume: false }
  return { end: await sampleJob(job, port), value: result }
}

const flat = (values: ArrayLike<number>) => Array.from(values)
/** The start of sample i, in units of sigma_1. */
function startOf(sample: number, size: number): Float32Array {
  const out = new Float32Array(size)
  normals({ seed: 0, stream: STREAMS.start, sample, step: 0 }, out)
  return out
}
const sigmas = [2, 0.7, 0.2]
const exact = (score: object): RunConfigInput =>
  ({
    kind: 'sample',
    score,
    n: 5,
    chunk: 2,
    schedule: { family: 'list', sigmas },
    sampler: { name: 'euler' },
  }) as RunConfigInput

/** Euler's steps in float64 with a denoiser of one point. */
const walked = (start: Float32Array, denoised: (x: number[], sigma: number) => number[]) =>
  [...sigmas, 0].slice(1).reduce(
    (x, next, i) => {
      const answer = denoised(x, sigmas[i])
      return x.map((value, k) => value + ((next - sigmas[i]) * (value - answer[k])) / sigmas[i])
    },
    flat(start).map((z) => sigmas[0] * z),
  )

it('an exact score of the points of a data set ends where theory does, to float32', async () => {
  const folder = newFolder()
  const { end, value } = await run(exact({ name: 'empirical', dataset: { name: 'mixture', n: 40, seed: 2 } }), folder)
  expect(end).toBe('finished')
  const { pixels } = lawDataset('mixture', 40, 2)
  const softmax = (x: number[], sigma: number) => {
    const points = Array.from({ length: 40 }, (_, j) => [pixels[2 * j], pixels[2 * j + 1]])
    const logits = points.map((y) => -((x[0] - y[0]) ** 2 + (x[1] - y[1]) ** 2) / (2 * sigma ** 2))
    const top = Math.max(...logits)
    const weights = logits.map((logit) => Math.exp(logit - top))
    const mass = weights.reduce((a, b) => a + b)
    return [0, 1].map((k) => weights.reduce((sum, w, j) => sum + w * points[j][k], 0) / mass)
  }
  const { images } = readSamples(folder)
  for (let i = 0; i < 5; i++)
    walked(startOf(i, 2), softmax).forEach((x, k) => expect(images[2 * i + k]).toBeCloseTo(x, 4))
  expect(value('noise')!.protocol.score).toMatchObject({ name: 'empirical' })
})

it('an exact score of the Gaussian of a data set ends where theory does, to float32', async () => {
  const folder = newFolder()
  await run(exact({ name: 'gaussian', dataset: { name: 'mixture', n: 300 } }), folder)
  const { pixels } = lawDataset('mixture', 300, 0)
  const mean = [0, 1].map(
    (k) =>
      flat(pixels)
        .filter((_, i) => i % 2 === k)
        .reduce((a, b) => a + b) / 300,
  )
  const covariance = (a: number, b: number) =>
    Array.from({ length: 300 }, (_, j) => (pixels[2 * j + a] - mean[a]) * (pixels[2 * j + b] - mean[b])).reduce(
      (x, y) => x + y,
    ) / 300
  const [p, q, r] = [covariance(0, 0), covariance(0, 1), covariance(1, 1)]
  // C (C + s I)^-1 (x - m) + m, by the inverse of a 2 x 2 matrix.
  const posterior = (x: number[], sigma: number) => {
    const [u, v] = [x[0] - mean[0], x[1] - mean[1]]
    const [a, b] = [p + sigma ** 2, r + sigma ** 2]
    const determinant = a * b - q * q
    const [s, t] = [(b * u - q * v) / determinant, (a * v - q * u) / determinant]
    return [mean[0] + p * s + q * t, mean[1] + q * s + r * t]
  }
  const { images } = readSamples(folder)
  for (let i = 0; i < 5; i++)
    walked(startOf(i, 2), posterior).forEach((x, k) => expect(images[2 * i + k]).toBeCloseTo(x, 4))
})

it('states what MALA accepted', async () => {
  const config = { ...exact({ name: 'banana' }), sampler: { name: 'mala', eps: 0.05, inner: 20 } } as RunConfigInput
  const { value } = await run(config, newFolder())
  expect(value('acceptance')!.value).toBeGreaterThan(0.5)
  expect(value('acceptance')!.protocol).toMatchObject({ proposed: 5 * 3 * 20 })
})

const refused: [string, object, RegExp][] = [
  [
    'weights that are not as many as the points',
    { name: 'mixture', weights: [1] },
    /score.weights: 1 weights for 2 means/,
  ],
  ['points of unlike dimension', { name: 'mixture', means: [[0], [1, 2]] }, /score.means: the points have not all/],
  ['a data set that is not there', { name: 'empirical', dataset: { name: 'nowhere' } }, /There is no dataset nowhere/],
]
it.each(refused)('refuses %s', async (_, score, message) => {
  await expect(run(exact(score), newFolder())).rejects.toThrow(message)
})

it('an exact score larger than the memory is refused with the number of images that would fit', () => {
  const set = { name: 'big', count: 1000, height: 10, width: 10, channels: 1 } as Dataset
  expect(() => checkMemory(set, 1e6)).not.toThrow()
  expect(() => checkMemory(set, 4e5)).toThrow(/takes 0\.0 GB.*subset\.n=495 at most/)
})

it('an exact score is neither recorded nor halved in precision', async () => {
  const config = { ...exact({ name: 'rings' }), execution: { precision: 'bfloat16' } } as RunConfigInput
  await expect(run(config, newFolder())).rejects.toThrow(
    'An exact score is computed by its formula in float32: set execution.precision to float32',
  )
})

/** Sampling runs under a corruption, from configuration to samples on disk: where they end, and what their images do not suit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type RunConfigInput, runConfig } from '#contract/run-config.ts'
import { lawDataset } from '#datasets/law-dataset.ts'
import { readSamples } from '../sample-files.ts'
import { openRecordingPort } from '../testing/recording-port.ts'
import { sampleJob } from './sample.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

const dataset = { name: 'mixture', n: 40, seed: 2 }
const curves = { family: 'curves', t: [1, 0.5, 0.1, 0], sigmas: [0.1, 0.1, 0.05, 0.01], levels: [1, 0.4, 0, 0] }

async function run(fields: object) {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-corrupted-'))
  folders.push(folder)
  const config = runConfig.parse({ kind: 'sample', score: { name: 'empirical', dataset }, corruption: { name: 'gaussian-blur', padding: 'periodic' }, schedule: curves, sampler: { name: 'momentum' }, start: 'corrupted', n: 6, chunk: 4, ...fields } as RunConfigInput) // prettier-ignore
  const { port, result } = openRecordingPort()
  await sampleJob({ runId: 'x', config, folder, inputs: {}, home: folder, resume: false }, port)
  return { folder, result }
}

it.each(['naive', 'momentum', 'momentum-ode'])(
  '%s with the exact score of a data set ends at its points',
  async (name) => {
    const { folder, result } = await run({ sampler: { name } })
    const { images, count } = readSamples(folder)
    const points = lawDataset('mixture', 40, 2).pixels as Float32Array
    for (let i = 0; i < count; i++) {
      const distances = Array.from({ length: 40 }, (_, j) => Math.hypot(images[2 * i] - points[2 * j], images[2 * i + 1] - points[2 * j + 1])) // prettier-ignore
      expect(Math.min(...distances)).toBeLessThan(0.1)
    }
    expect(result('nfe')).toMatchObject({ value: 4 })
  },
)

it('a chunk does not matter, and a start from the Gaussian of the data is its own', async () => {
  const [a, b] = [await run({}), await run({ chunk: 6 })].map(({ folder }) => readSamples(folder).images)
  a.forEach((value, i) => expect(Math.abs(value - b[i])).toBeLessThan(1e-4))
  for (const covariance of [undefined, 'stationary']) {
    const { folder } = await run({ score: { name: 'gaussian', dataset, covariance } })
    expect(readSamples(folder).images.every(Number.isFinite)).toBe(true)
  }
})

it('starts from the same noise share a hash only where the images that are corrupted are the same data too', async () => {
  const hash = async (fields: object) => (await run(fields)).result('noise')!.protocol.hash
  const from = { start_from: { name: 'mixture', n: 40, seed: 2 } }
  const other = { start_from: { name: 'mixture', n: 40, seed: 3 } }
  const [one, again, masked, another, noise] = await Promise.all(
    [from, from, { ...from, corruption: { name: 'mask' } }, other, { start: 'normal' }].map(hash),
  )
  expect([again, masked]).toEqual([one, one])
  expect(new Set([one, another, noise]).size).toBe(3)
})

it.each([
  [{ schedule: { ...curves, levels: [9, 0.4, 0, 0] } }, /a blur of 9 px is wider than the image, 1 x 2/],
  [{ score: { name: 'rings' } }, /rings is a law of points/],
  [
    { score: { name: 'gaussian', dataset, covariance: 'stationary' }, corruption: { name: 'mask' } },
    /under a periodic blur alone/,
  ],
  [{ corruption: { name: 'mask', patch: 3 } }, /a patch of 3 px is larger than the image/],
])('refuses %j', async (fields, message) => {
  await expect(run(fields)).rejects.toThrow(message)
})

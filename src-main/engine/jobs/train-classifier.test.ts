import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { saveDataset } from '#datasets/dataset-folder.ts'
import { openRecordingPort } from '../testing/recording-port.ts'
import { cifarFolder, noiseSet } from '../testing/small-sets.ts'
import { trainClassifierJob } from './train-classifier.ts'

vi.setConfig({ testTimeout: 120_000 })

let home: string
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'anneal-train-classifier-'))))
afterEach(() => rmSync(home, { recursive: true }))

async function train(dataset: object) {
  const config = parseRunConfig({ kind: 'train-classifier', dataset, epochs: 1, batch_size: 8 })
  const { port, said, result } = openRecordingPort()
  mkdirSync(join(home, 'run'))
  const job = { runId: '1', config, folder: join(home, 'run'), inputs: {}, home, resume: false }
  expect(await trainClassifierJob(job, port)).toBe('finished')
  return { said, result }
}

it('measures a part of a set on the whole test split, of which there may be less', async () => {
  const path = cifarFolder(join(home, 'cifar'), { train: 20, test: 10 })
  const { result } = await train({ name: 'cifar10', path, subset: { n: 12 } })
  expect(result('test_accuracy')).toMatchObject({ value: expect.any(Number), protocol: { n: 10, split: 'test' } })
})

it.each([
  ['classes', { classes: ['cat', 'ship'], per_class: 2 }],
  ['proportions', { proportions: { cat: 0.5, ship: 0.5, dog: 0 } }],
])('measures chosen %s on the test images of those classes', async (_, subset) => {
  const path = cifarFolder(join(home, 'cifar'), { train: 20, test: 10 })
  const { result } = await train({ name: 'cifar10', path, subset })
  const confusion = result('test_accuracy')!.protocol.confusion as number[][]
  expect(confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1, 0])
})

it('claims no accuracy where there is no test split', async () => {
  await saveDataset(home, noiseSet('mine', 24), writeFile)
  const { said, result } = await train({ name: 'mine' })
  for (const name of ['test_accuracy', 'share_confident', 'mean_confidence'])
    expect(result(name)).toMatchObject({ value: null, protocol: { reason: 'mine has no test split beside it.' } })
  expect(said.results.some(({ protocol }) => 'split' in protocol)).toBe(false)
  const lines = said.log.join('\n')
  expect(lines).toContain('The accuracy will not be measured: mine has no test split beside it.')
  expect(lines).not.toMatch(/test images/)
})

/** A sampler that diverged, from its samples to everything that is told of them: no class, no distance, no bar and no 0 is made of NaN. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import type { Job } from '#contract/engine.ts'
import type { Arm, MeasureTask } from '#contract/measures.ts'
import { parseRunConfig } from '#contract/parse.ts'
import { saveDataset } from '#datasets/dataset-folder.ts'
import { firstImages } from '#datasets/dataset.ts'
import { buildClassifier } from '#diffusion/classifier/classifier.ts'
import { exportTraining, startTraining } from '#diffusion/training/training-state.ts'
import type { History } from '#history/history.ts'
import { openHistory } from '#history/history.ts'
import { type Home, openHome } from '#history/home.ts'
import { newRun } from '#history/testing/example-history.ts'
import { encodeClassifier } from '../classifier-file.ts'
import { openArms } from '../measures/arms.ts'
import { comparisonHtml } from '../report/comparison.ts'
import { readSamples, writeChunk } from '../sample-files.ts'
import { openRecordingPort } from '../testing/recording-port.ts'
import { noiseSet } from '../testing/small-sets.ts'
import { evaluateJob } from './evaluate.ts'
import { sampleJob } from './sample.ts'

vi.setConfig({ testTimeout: 60_000 })
const compute = await openCompute()
const { tf } = compute
const set = noiseSet('set', 200, 4)
const N = 200

let home: Home
let history: History
let classifier: string
beforeEach(async () => {
  home = openHome({ ANNEAL_HOME: mkdtempSync(join(tmpdir(), 'anneal-chain-')) })
  history = openHistory(home)
  await saveDataset(home.root, set, writeFile)
  classifier = join(home.root, 'classifier.safetensors')
  const built = buildClassifier(tf, set, set.classes, 1)
  writeFileSync(classifier, encodeClassifier(built, { tensors: exportTraining(startTraining(tf, built)), notes: {} }))
})
afterEach(() => {
  history.close()
  rmSync(home.root, { recursive: true })
})

/** A run that samples with the set's own score along `sigmas`; diverges where their squares are beyond float32. */
async function sampled(sigmas: number[], spoil: readonly number[] = []) {
  const schedule = { family: 'list', sigmas, data_range: [0, 1] }
  const score = { name: 'empirical', dataset: { name: 'set' } }
  const config = parseRunConfig({ kind: 'sample', score, schedule, sampler: { name: 'euler' }, n: N, chunk: N })
  const run = history.create(newRun('sample', { config, schedule: { sigmas, hash: 'a'.repeat(64) } }))
  const folder = history.read.folderOf(run.id)
  const { port, said, result } = openRecordingPort()
  const job = { runId: run.id, config, folder, inputs: {}, home: home.root, resume: false }
  expect(await sampleJob(job, port)).toBe('finished')
  if (spoil.length > 0) {
    const images = firstImages(set, [0, 1], N)
    for (const i of spoil) images[i * 16 + 5] = NaN
    writeChunk(folder, 0, images, set)
  }
  history.results(run.id, said.results)
  return { run, folder, result, log: said.log.join('\n') }
}

async function judged(folder: string) {
  const config = parseRunConfig({ kind: 'evaluate', samples: '1', classifier: 'mine', reference: { name: 'set' } })
  const run = history.create(newRun('evaluate', { config }))
  const { port, said } = openRecordingPort()
  const mine = { folder: home.root, weights: classifier, runId: null, kind: 'train-classifier' as const }
  const inputs = { '1': { folder, weights: null, runId: '1', kind: 'sample' as const }, mine }
  const job: Job = { runId: run.id, config, folder: home.root, inputs, home: home.root, resume: false }
  await evaluateJob(job, port)
  history.results(run.id, said.results)
  return { folder: history.read.folderOf(run.id), results: said.results }
}

it('all of them: sampling says so, nothing judges them, comparison and report show the share, a study has a hole', async () => {
  const { folder, result, log } = await sampled([1e300, 1e-300])
  expect(readSamples(folder).images.every(Number.isNaN)).toBe(true)
  expect(result('share_not_finite')).toMatchObject({ value: 1, protocol: { not_finite: N, n: N } })
  expect(log).toMatch(/200 of 200 samples are not finite/)

  await expect(judged(folder)).rejects.toThrow(/200 of the 200 samples .* cannot stand for what the sampler draws/)

  const html = comparisonHtml([{ samples: folder, evaluation: null }])
  expect(html).toContain('<th scope="col">share not finite</th>')
  expect(html).toMatch(/<td>100 %<\/td><\/tr>/)
  expect(html).not.toContain('Class proportions')
  expect(html).not.toMatch(/NaN|Infinity/)

  const arm: Arm = { name: 'diverged', runs: [{ number: 1, folder, checkpoint: null }] as unknown as Arm['runs'] }
  const task = { home: home.root, arms: [arm], classifier, reference: { name: 'set' } } as unknown as MeasureTask
  const room = openArms(task, compute, new AbortController().signal, async () => {})
  expect(() => room.labels(arm)).toThrow(/200 of 200 samples of diverged are not finite/)
  expect(() => room.features('classifier', arm)).toThrow(/diverged are not finite/)
})

it('two of two hundred: they are left out of every number, and their share stands beside these', async () => {
  const { folder } = await sampled([2, 0.5], [7, 150])
  const evaluation = await judged(folder)
  const counts = evaluation.results.flatMap(({ name, protocol }) => (name.startsWith('share/') ? [protocol.count] : []))
  expect(counts.reduce((sum: number, count) => sum + Number(count), 0)).toBe(198)
  const numbers = evaluation.results.flatMap(({ value, low, high }) => [value, low, high])
  expect(numbers.every((value) => value === null || value === undefined || Number.isFinite(value))).toBe(true)
  const share = evaluation.results.find(({ name }) => name === 'share_not_finite')
  expect(share).toMatchObject({ value: 0.01, protocol: { left_out: [7, 150] } })
})

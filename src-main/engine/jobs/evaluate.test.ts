import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { hasInception } from '#program/inception-cache.mjs'
import type { Job } from '#contract/engine.ts'
import { parseRunConfig } from '#contract/parse.ts'
import { passportOf } from '#contract/passport.ts'
import { saveDataset } from '#datasets/dataset-folder.ts'
import { type Dataset, firstImages } from '#datasets/dataset.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { buildClassifier } from '#diffusion/classifier/classifier.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import { exportTraining, startTraining } from '#diffusion/training/training-state.ts'
import { openHistory } from '#history/history.ts'
import { type Home, openHome } from '#history/home.ts'
import { newRun } from '#history/testing/example-history.ts'
import { encodeClassifier } from '../classifier-file.ts'
import { writeChunk } from '../sample-files.ts'
import { openRecordingPort } from '../testing/recording-port.ts'
import { cifarFolder, noiseSet } from '../testing/small-sets.ts'
import { evaluateJob } from './evaluate.ts'

vi.setConfig({ testTimeout: 120_000 })
const { tf } = await openCompute()

let home: Home
beforeEach(() => (home = openHome({ ANNEAL_HOME: mkdtempSync(join(tmpdir(), 'anneal-evaluate-')) })))
afterEach(() => rmSync(home.root, { recursive: true }))

/** The folder of a sampling run that has drawn `images`. */
function sampled(images: Float32Array, shape: ImageShape): string {
  const history = openHistory(home)
  const folder = history.read.folderOf(history.create(newRun('sample')).id)
  history.close()
  writeChunk(folder, 0, images, shape)
  return folder
}

function classifierOf({ height, width, channels, classes }: Dataset): string {
  const file = join(home.root, 'classifier.safetensors')
  const classifier = buildClassifier(tf, { height, width, channels }, classes, 1)
  const tensors = exportTraining(startTraining(tf, classifier))
  writeFileSync(file, encodeClassifier(classifier, { tensors, notes: {} }))
  return file
}

const jobOf = (folder: string, weights: string, reference: object): Job => ({
  runId: '3',
  config: parseRunConfig({ kind: 'evaluate', samples: '1', classifier: 'mine', reference }),
  folder: home.root,
  inputs: {
    '1': { folder, weights: null, runId: '1', kind: 'sample' },
    mine: { folder: home.root, weights, runId: null, kind: 'train-classifier' },
  },
  home: home.root,
  resume: false,
})

/** A network that has learned its training set by heart draws the first `count` images of it. */
const byHeart = (dataset: Dataset, count: number) => sampled(firstImages(dataset, [0, 1], count), dataset)

describe('memorisation', () => {
  it('is measured against the test split where the source has one', async () => {
    const path = cifarFolder(join(home.root, 'cifar'), { train: 14, test: 6 })
    const training = await openDataset({ name: 'cifar10', path }, { home: home.root })
    const job = jobOf(byHeart(training, 5), classifierOf(training), { name: 'cifar10', path })
    const { port, result } = openRecordingPort()
    expect(await evaluateJob(job, port)).toBe('finished')
    expect(result('copied')).toMatchObject({ value: 1 })
    expect(result('nearer_than_held_out')).toMatchObject({ value: 1, protocol: { held_out: 6 } })
    const { value, protocol } = result('nearest_distance')!
    expect(value).toBe(0)
    expect(protocol.held_out_median).toBeGreaterThan(1)
    expect(protocol.distance).toBe('L2 over pixels in [0, 1]')
  })

  it.each([
    ['an imported set', { name: 'mine' }, /^No image is held out: mine has no test split beside it\.$/],
    ['a part of one', { name: 'mine', subset: { n: 30 } }, /mine has no test split beside it/],
    ['the test split itself', { name: 'cifar10', split: 'test' }, /cifar10-test has no test split beside it/],
    ['a folder without test files', { name: 'cifar10' }, /has no CIFAR-10 test files \(test_batch\.bin\)/],
  ])('is not claimed of %s', async (_, reference, reason) => {
    const imported = noiseSet('mine', 40)
    await saveDataset(home.root, imported, writeFile)
    const split = 'split' in reference ? { train: 0, test: 12 } : { train: 12, test: 0 }
    const path = reference.name === 'cifar10' ? cifarFolder(join(home.root, 'cifar'), split) : undefined
    const spec = { ...reference, ...(path && { path }) }
    const dataset = await openDataset(spec as { name: string }, { home: home.root })
    const { port, said, result } = openRecordingPort()
    await evaluateJob(jobOf(byHeart(dataset, 5), classifierOf(dataset), spec), port)
    expect(result('nearer_than_held_out')).toMatchObject({
      value: null,
      protocol: { reason: expect.stringMatching(reason) },
    })
    expect(result('nearest_distance')).toMatchObject({
      value: 0,
      protocol: { held_out_median: null, reason: expect.stringMatching(reason) },
    })
    expect(result('copied')).toMatchObject({ value: 1, protocol: { held_out: 0 } })
    expect(said.log.join('\n')).toMatch(/No held-out images/)
    expect(said.results.some(({ value }) => Number.isNaN(value))).toBe(false)
  })
})

describe('what is judged together', () => {
  /** 8 images of 4 x 4 hold as many numbers as 2 of 8 x 8. */
  const small = noiseSet('small', 8, 4)
  const large = noiseSet('large', 40)

  it.each([
    [small, large, 'large', 'classifier', /images of 4 x 4 x 1, the classifier judges 8 x 8 x 1/],
    [large, large, 'small', 'reference', /images of 8 x 8 x 1, those of small are 4 x 4 x 1/],
  ])('must be of one shape', async (drawn, learned, reference, field, message) => {
    await saveDataset(home.root, small, writeFile)
    await saveDataset(home.root, large, writeFile)
    const job = jobOf(byHeart(drawn, 8), classifierOf(learned), { name: reference })
    const { port, said } = openRecordingPort()
    const refused = expect(evaluateJob(job, port)).rejects
    await refused.toThrow(message)
    await refused.toMatchObject({ name: 'Refusal', field })
    expect(said.results).toEqual([])
  })
})

describe('after the last image', () => {
  const start = async () => {
    const training = noiseSet('mine', 100)
    await saveDataset(home.root, training, writeFile)
    return jobOf(byHeart(training, 20), classifierOf(training), { name: 'mine' })
  }

  it('an evaluation goes on to say how far it is', async () => {
    const { port, said } = openRecordingPort()
    await evaluateJob(await start(), port)
    const [images] = said.ticks.flatMap(({ step }, i) => (step === 120 ? [i] : []))
    expect(said.ticks.length - images).toBeGreaterThan(200)
    expect(said.ticks.every(({ step }, i) => i === 0 || step >= said.ticks[i - 1].step)).toBe(true)
    expect(said.ticks.at(-1)).toMatchObject({ step: said.ticks[0].steps, secondsLeft: 0 })
  })

  it('of the first samples alone, where so many are asked for', async () => {
    const job = await start()
    const first = (n: number) => ({ ...job, config: { ...job.config, n } as Job['config'] })
    const { port, result } = openRecordingPort()
    await evaluateJob(first(12), port)
    expect(result('frechet_distance')?.protocol).toMatchObject({ n: 12, n_reference: 100 })
    expect(passportOf(result('frechet_distance')!.protocol)?.n).toEqual([12, 100])
    const refused = evaluateJob(first(21), openRecordingPort().port)
    await expect(refused).rejects.toThrow('n is 21, and the run has 20 samples that are finite. Ask for fewer.')
  })

  it('it can be cancelled', async () => {
    const { port, said, cancel } = openRecordingPort()
    const tick: typeof port.tick = (progress) => {
      port.tick(progress)
      if (progress.step > 120) cancel()
    }
    expect(await evaluateJob(await start(), { ...port, tick })).toBe('stopped')
    expect(said.results).toEqual([])
    expect(said.ticks.at(-1)!.step).toBeLessThan(said.ticks[0].steps)
  })
})

describe('samples that are not finite', () => {
  // Of each class more images than the classifier has features.
  const set = noiseSet('set', 320, 4)
  const drawn = (bad: readonly number[]) => {
    const images = firstImages(set, [0, 1], 200)
    for (const i of bad) images[i * 16 + 3] = i % 2 ? NaN : Infinity
    return sampled(images, set)
  }

  it('are left out of every number, by name, where they are few', async () => {
    await saveDataset(home.root, set, writeFile)
    const { port, said, result } = openRecordingPort()
    expect(await evaluateJob(jobOf(drawn([7, 150]), classifierOf(set), { name: 'set' }), port)).toBe('finished')
    expect(said.log.join()).toMatch(
      /2 of the 200 samples of run 1 are not finite .* left out of every number: 7, 150\./,
    )
    expect(result('share_not_finite')).toEqual({
      name: 'share_not_finite',
      value: 0.01,
      protocol: { drawn: 200, judged: 198, left_out: [7, 150] },
    })
    const counted = said.results.filter(({ name }) => name.startsWith('share/')).map(({ protocol }) => protocol.count)
    expect(counted.reduce((sum: number, count) => sum + Number(count), 0)).toBe(198)
    expect(result('copied')).toMatchObject({ value: 1, protocol: { n: 198 } })
    for (const [i, name] of set.classes.entries()) {
      const value = Number(counted[i]) < 24 ? null : expect.any(Number)
      expect(result(`frechet_distance/${name}`)).toMatchObject({ value, protocol: { n: 24, n_reference: 80 } })
    }
  })

  it.each([
    ['more than one in a hundred', [1, 2, 3]],
    ['all', Array.from({ length: 200 }, (_, i) => i)],
  ])('are refused where they are %s', async (_, bad) => {
    await saveDataset(home.root, set, writeFile)
    const judged = evaluateJob(jobOf(drawn(bad), classifierOf(set), { name: 'set' }), openRecordingPort().port)
    await expect(judged).rejects.toMatchObject({
      field: 'samples',
      message: expect.stringMatching(new RegExp(`^${bad.length} of the 200 samples .* not finite`)),
    })
  })
})

describe('in the features of Inception', () => {
  const small = noiseSet('small', 8, 4)
  const large = noiseSet('large', 12)
  async function start(config: object, judges = small): Promise<Job> {
    await saveDataset(home.root, small, writeFile)
    await saveDataset(home.root, large, writeFile)
    const job = jobOf(byHeart(large, 6), classifierOf(judges), { name: 'large' })
    return { ...job, config: { ...job.config, features: 'inception', ...config } as Job['config'] }
  }

  it.skipIf(!hasInception())(
    'images that no classifier sees have FID and its family, each with its passport',
    async () => {
      const { port, said, result } = openRecordingPort()
      expect(await evaluateJob(await start({ resize: 'clean-fid' }), port)).toBe('finished')
      expect(said.log.join('\n')).toMatch(/mine judges images of 4 x 4 x 1: classes, confidence .* left out/)
      expect(result('frechet_distance')).toBeUndefined()
      expect(result('copied')).toMatchObject({ value: 1 })
      const { value, low, protocol } = result('fid')!
      expect([value, low]).toEqual([null, undefined])
      expect(protocol.reason).toMatch(/^The reference has 12 images, no more than the 2048 features/)
      expect(result('kid')!.value).toEqual(expect.any(Number))
      expect(passportOf(protocol)).toMatchObject({
        features: 'inception',
        resize: expect.stringMatching(/^clean-fid/),
        n: [6, 12],
        interval: null,
      })
      // The samples are half of the reference.
      expect(result('precision')).toMatchObject({
        value: 1,
        protocol: { n_paired: [6, 12], precision_recall: { k: 3 } },
      })
    },
  )

  it.skipIf(!hasInception())('images have FID class by class, where its reference has enough of one', async () => {
    const { port, result } = openRecordingPort()
    await evaluateJob(await start({}, large), port)
    for (const name of large.classes)
      expect(result(`fid/${name}`)).toMatchObject({
        value: null,
        protocol: {
          passport: { features: 'inception', n: [2, 3] },
          reason: expect.stringMatching(/^large has 3 images of the class, no more than the 2048 features/),
        },
      })
  })

  it('are refused with what to do where the network is not set up', async () => {
    vi.stubEnv('ANNEAL_CACHE', home.root)
    await expect(evaluateJob(await start({}), openRecordingPort().port)).rejects.toThrow(/anneal setup --fid \(87 MB\)/)
    vi.unstubAllEnvs()
  })
})

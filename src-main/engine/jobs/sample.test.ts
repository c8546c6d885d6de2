import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FromEngine, Job } from '#contract/engine.ts'
import { type RunConfigInput, runConfig } from '#contract/run-config.ts'
import type { Result } from '#contract/run.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { lawDataset } from '#datasets/law-dataset.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { openJobPort } from '../job-port.ts'
import { readSamples } from '../sample-files.ts'
import { checkMemory } from '../scores/exact-score.ts'
import { sampleJob } from './sample.ts'
import { trainJob } from './train.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-job-'))
  folders.push(folder)
  return folder
}

const training: RunConfigInput = {
  kind: 'train',
  dataset: { name: 'mixture', n: 500 },
  network: { architecture: 'mlp', width: 8, depth: 1 },
  objective: { name: 'edm', noise: { name: 'log-normal', p_mean: 0, p_std: 1 } },
  training: { steps: 6, batch_size: 8, checkpoint_every: 2, preview_every: 2 },
  execution: { mode: 'eager' },
}
const sampling: RunConfigInput = {
  kind: 'sample',
  network: 'net',
  n: 40,
  chunk: 10,
  schedule: { family: 'karras', levels: 4, sigma_max: 20, sigma_min: 1 },
  sampler: { name: 'euler' },
  execution: { mode: 'eager' },
}

type Options = { weights?: string | null; resume?: boolean; stop?: (message: FromEngine) => boolean }

/** Runs a job as an engine would; cancelled once `stop` says so of a message. */
async function run(
  config: RunConfigInput,
  folder: string,
  { weights = null, resume = false, stop = () => false }: Options = {},
) {
  const cancel = new AbortController()
  const lines: string[] = []
  let results: Result[] = []
  let now = 0
  const port = openJobPort(
    (message) => {
      if (message.type === 'log') lines.push(`${message.level}: ${message.text}`)
      if (message.type === 'results') results = message.results
      if (stop(message)) cancel.abort()
    },
    cancel.signal,
    () => {},
    // A second later every time, so that no message is held back.
    () => (now += 1000),
  )
  const inputs = { net: { folder, weights, runId: null, kind: 'train' } }
  const job: Job = { runId: 'x', config: runConfig.parse(config), folder, inputs, home: folder, resume }
  const end = await (config.kind === 'train' ? trainJob : sampleJob)(job, port)
  const value = (name: string) => results.find((result) => result.name === name)
  return { end, lines, value }
}

describe('a law of the plane', () => {
  const trained = newFolder()
  const checkpoint = (step: number) => join(trained, 'checkpoints', `step-0000000${step}.safetensors`)
  beforeAll(async () => {
    expect((await run(training, trained)).end).toBe('finished')
  })

  it('is sampled where its points lie, beyond any range of pixels', async () => {
    const [learned, folder] = [newFolder(), newFolder()]
    const plan = { steps: 300, batch_size: 64, checkpoint_every: 300, preview_every: 300, learning_rate: 0.02 }
    await run({ ...training, training: plan } as RunConfigInput, learned)
    await run(sampling, folder, { weights: join(learned, 'checkpoints', 'step-00000300.safetensors') })
    expect(Math.max(...readSamples(folder).images)).toBeGreaterThan(5)
  })

  it('goes on after a cancel to the samples of a run left alone, and reports both sessions', async () => {
    const [whole, cut] = [newFolder(), newFolder()]
    const weights = checkpoint(6)
    const left = await run(sampling, whole, { weights })
    const stop = (message: FromEngine) => message.type === 'tick' && message.step >= 20
    const first = await run(sampling, cut, { weights, stop })
    expect(first.end).toBe('stopped')
    const began = readSamples(cut).count
    expect(began).toBeGreaterThan(0)
    expect(began).toBeLessThan(40)
    const record = () => JSON.parse(readFileSync(join(cut, 'samples', 'record.json'), 'utf8'))
    // As if the first session had been a long one on another machine.
    const before = { ...record(), seconds: 1000, nonFinite: 3 }
    before.execution.threads = '99'
    writeFileSync(join(cut, 'samples', 'record.json'), JSON.stringify(before))
    const second = await run(sampling, cut, { weights, resume: true })
    expect(readSamples(cut)).toEqual(readSamples(whole))
    expect(record().chunks).toBe(4)
    expect(second.value('seconds')!.value).toBeGreaterThan(1000)
    expect(second.value('non_finite')!.value).toBe(3)
    expect(second.lines.join()).toMatch(/warning: Resumed, but not bit for bit: threads was 99/)
    expect(second.value('seconds')!.protocol).toMatchObject({ samples: 40 })
    expect(second.value('noise')!.protocol.hash).toBe(left.value('noise')!.protocol.hash)
  })

  it('is not finished with other weights than it was begun with', async () => {
    const folder = newFolder()
    const weights = join(newFolder(), 'weights.safetensors')
    copyFileSync(checkpoint(4), weights)
    const stop = (message: FromEngine) => message.type === 'tick' && message.step >= 20
    await run(sampling, folder, { weights, stop })
    copyFileSync(checkpoint(6), weights)
    await expect(run(sampling, folder, { weights, resume: true })).rejects.toMatchObject({
      field: 'network',
      code: 'conflict',
    })
  })

  it('that diverges ends with a warning and the count', async () => {
    const schedule = { family: 'list', sigmas: [1e300, 1e-300] }
    const folder = newFolder()
    const { end, lines, value } = await run({ ...sampling, schedule } as RunConfigInput, folder, {
      weights: checkpoint(6),
    })
    expect(end).toBe('finished')
    const bad = value('non_finite')!.value
    expect(bad).toBe(40)
    expect(lines).toContainEqual(expect.stringMatching(/^warning: 40 of 40 samples are not finite/))
  })

  it('has another noise hash where it starts from uniforms', async () => {
    const hashes = await Promise.all(
      (['normal', 'uniform'] as const).map(async (start) => {
        const { value } = await run({ ...sampling, start } as RunConfigInput, newFolder(), { weights: checkpoint(6) })
        return value('noise')!.protocol.hash
      }),
    )
    expect(hashes[0]).not.toBe(hashes[1])
  })

  it('is trained on from the checkpoint before a damaged one, to the same file, and the log says so', async () => {
    const expected = readFileSync(checkpoint(6))
    truncateSync(checkpoint(6), 100)
    const { end, lines } = await run(training, trained, { resume: true })
    expect(end).toBe('finished')
    expect(lines.join('\n')).toMatch(/warning: Checkpoint of step 6 passed over: .*step-00000006/)
    expect(readFileSync(checkpoint(6)).equals(expected)).toBe(true)
  })
})

describe('a preview in training', () => {
  it('comes after the checkpoint of its step, and a cancel within it loses nothing', async () => {
    const folder = newFolder()
    const seen: string[] = []
    const stop = (message: FromEngine) => {
      if (message.type === 'checkpoint' || message.type === 'preview') seen.push(`${message.type} ${message.step}`)
      return message.type === 'checkpoint' && message.step === 4
    }
    expect((await run(training, folder, { stop })).end).toBe('stopped')
    expect(seen[0]).toBe('checkpoint 2')
    expect(seen.at(-1)).toBe('checkpoint 4')
  })
})

describe('an exact score', () => {
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

  it('of the points of a data set ends where theory does, to float32', async () => {
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

  it('of the Gaussian of a data set ends where theory does, to float32', async () => {
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
    [
      'a data set that is not there',
      { name: 'empirical', dataset: { name: 'nowhere' } },
      /There is no dataset nowhere/,
    ],
  ]
  it.each(refused)('refuses %s', async (_, score, message) => {
    await expect(run(exact(score), newFolder())).rejects.toThrow(message)
  })

  it('larger than the memory is refused with the number of images that would fit', () => {
    const set = { name: 'big', count: 1000, height: 10, width: 10, channels: 1 } as Dataset
    expect(() => checkMemory(set, 1e6)).not.toThrow()
    expect(() => checkMemory(set, 4e5)).toThrow(/takes 0\.0 GB.*subset\.n=495 at most/)
  })

  it('is neither recorded nor halved in precision', async () => {
    const config = { ...exact({ name: 'rings' }), execution: { precision: 'bfloat16' } } as RunConfigInput
    await expect(run(config, newFolder())).rejects.toThrow(
      'An exact score is computed by its formula in float32: set execution.precision to float32',
    )
  })
})

import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FromEngine, Job } from '#contract/engine.ts'
import { type RunConfigInput, runConfig } from '#contract/run-config.ts'
import type { MetricPoint, Result } from '#contract/run.ts'
import { openJobPort } from '../job-port.ts'
import { readSamples } from '../sample-files.ts'
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
  const points: MetricPoint[] = []
  let now = 0
  const port = openJobPort(
    (message) => {
      if (message.type === 'log') lines.push(`${message.level}: ${message.text}`)
      if (message.type === 'results') results = message.results
      if (message.type === 'tick') points.push(...message.points)
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
  return { end, lines, points, value }
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

  it('has its noise by the step of the walk, which all samples of a chunk take together, and its rate by samples', async () => {
    const { points } = await run(sampling, newFolder(), { weights: checkpoint(6) })
    const of = (name: string) => points.flatMap((point) => (point.name === name ? [point.step] : []))
    expect(of('sigma')).toEqual([1, 2, 3, 4])
    expect(of('samples_per_second')).toEqual([12, 15, 17, 20, 22, 25, 27, 30, 32, 35, 37, 40])
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
    expect(value('share_not_finite')).toMatchObject({ value: 1, protocol: { not_finite: 40, n: 40 } })
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

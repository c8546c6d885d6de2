import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { Job } from '#contract/engine.ts'
import { trainConfig } from '#contract/run-config.ts'
import { openJobPort } from '../job-port.ts'
import { trainJob } from './train.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** Warm-up past the first end, mirrored batches that do not divide the data, and an average: all that could be lost on the way. */
const config = (training: object, continues?: string) =>
  trainConfig.parse({
    kind: 'train',
    dataset: { name: 'mixture', subset: { n: 100 } },
    network: { architecture: 'mlp', width: 8, depth: 1 },
    training: { batch_size: 7, warm_up: 30, checkpoint_every: 10, preview_every: 1000, ...training },
    execution: { mode: 'eager' },
    continues,
  })

async function train(of: ReturnType<typeof config>, first?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-continue-'))
  folders.push(folder)
  const said: string[] = []
  const port = openJobPort(
    (message) => message.type === 'log' && said.push(message.text),
    new AbortController().signal,
    () => {},
  )
  const input = first && { folder: first, weights: null, runId: 'first', kind: 'train' }
  const job: Job = { runId: 'x', config: of, folder, inputs: input ? { 1: input } : {}, home: folder, resume: false }
  expect(await trainJob(job, port)).toBe('finished')
  const names = readdirSync(join(folder, 'checkpoints')).toSorted()
  return { folder, said, names, last: readFileSync(join(folder, 'checkpoints', names.at(-1)!)) }
}

it('20 steps, then on to 40 in a run of its own: the same file, bit for bit, as 40 steps at once', async () => {
  const whole = await train(config({ steps: 40 }))
  const half = await train(config({ steps: 20 }))
  const rest = await train(config({ steps: 40 }, '1'), half.folder)
  expect(rest.said.join('\n')).toContain('goes on from step 20 of run 1 (first)')
  expect(rest.names).toEqual(['step-00000030.safetensors', 'step-00000040.safetensors'])
  expect(rest.last.equals(whole.last)).toBe(true)
  expect(rest.last.equals(half.last)).toBe(false)
})

it('a run with a decaying rate is not one of as many steps at once', async () => {
  const training = { learning_rate_schedule: 'cosine', warm_up: 0 }
  const whole = await train(config({ steps: 20, ...training }))
  const half = await train(config({ steps: 10, ...training }))
  const rest = await train(config({ steps: 20, ...training }, '1'), half.folder)
  expect(rest.last.equals(whole.last)).toBe(false)
})

it('is refused where no checkpoint is left of the run', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'anneal-continue-'))
  folders.push(empty)
  await expect(train(config({ steps: 40 }, '1'), empty)).rejects.toThrow('run 1 has no checkpoint to go on from')
})

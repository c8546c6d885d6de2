import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import type { Job } from '#contract/engine.ts'
import { trainConfig } from '#contract/run-config.ts'
import { openJobPort } from '../job-port.ts'
import { trainJob } from '../jobs/train.ts'

const { name } = await openCompute()
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

const config = trainConfig.parse({
  kind: 'train',
  dataset: { name: 'mnist' },
  network: { architecture: 'unet', base: 4, multipliers: [1, 2], data_range: [0, 1] },
  training: { steps: 12, batch_size: 4, checkpoint_every: 4, preview_every: 1000 },
  execution: { mode: 'graph' },
})

/** Runs the job as an engine would; cancelled, where asked, once the checkpoint of a step is written. */
async function run(folder: string, { resume = false, cancelAt = 0 } = {}) {
  const cancel = new AbortController()
  const modes: string[] = []
  const port = openJobPort(
    (message) => {
      if (message.type === 'environment') modes.push(message.environment.mode)
      if (message.type === 'checkpoint' && message.step === cancelAt) cancel.abort()
    },
    cancel.signal,
    () => {},
  )
  const job: Job = { runId: 'x', config, folder, inputs: {}, home: folder, resume }
  return { end: await trainJob(job, port), modes }
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'anneal-resume-'))
  folders.push(folder)
  return folder
}
function lastCheckpoint(folder: string): Buffer {
  const names = readdirSync(join(folder, 'checkpoints')).toSorted()
  expect(names.at(-1)).toBe('step-00000012.safetensors')
  return readFileSync(join(folder, 'checkpoints', names.at(-1)!))
}

describe.skipIf(name !== 'tensorflow')('a training run as a graph', () => {
  it('cancelled and resumed ends in the same file as one left alone', async () => {
    const [whole, cut] = [newFolder(), newFolder()]
    expect(await run(whole)).toEqual({ end: 'finished', modes: ['graph'] })
    expect((await run(cut, { cancelAt: 8 })).end).toBe('stopped')
    expect(await run(cut, { resume: true })).toEqual({ end: 'finished', modes: ['graph'] })
    expect(lastCheckpoint(cut).equals(lastCheckpoint(whole))).toBe(true)
  }, 180_000)
})

import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '#contract/engine.ts'
import { parseRunConfig } from '#contract/parse.ts'
import { type EngineMessage, type EngineOptions, startEngine } from './engine-client.ts'
import { cleanEnvironment } from '#workers/start-process.ts'

const TEST_JOBS = fileURLToPath(new URL('./testing/test-jobs.ts', import.meta.url))
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine é#-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function job(name: string, steps = 10): Job {
  const run = mkdtempSync(join(folder, 'run-'))
  mkdirSync(join(run, 'checkpoints'))
  const config = parseRunConfig({ kind: 'train', name, training: { steps } })
  return { runId: name, config, folder: run, inputs: {}, home: '', resume: false }
}

function start(of: Job, options: Partial<EngineOptions> = {}) {
  const messages: EngineMessage[] = []
  const waiting: { type: string; resolve: () => void }[] = []
  const engine = startEngine(of, {
    environment: {},
    jobs: TEST_JOBS,
    onMessage(message) {
      messages.push(message)
      for (const { type, resolve } of waiting) if (type === message.type) resolve()
    },
    ...options,
  })
  const message = (type: EngineMessage['type']) => new Promise<void>((resolve) => waiting.push({ type, resolve }))
  return { engine, messages, message }
}

const alive = (pid: number) => {
  try {
    // A zombie answers to signal 0 as well; on Linux its state tells.
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe('how an engine ends', () => {
  it('finished: every message came before, in order', async () => {
    const { engine, messages } = start(job('count'))
    expect(await engine.ended).toEqual({ how: 'finished' })
    const types = messages.map(({ type }) => type)
    expect(types[0]).toBe('environment')
    expect(types.slice(-2)).toEqual(['preview', 'results'].toSorted())
    expect(messages.find(({ type }) => type === 'preview')).toMatchObject({ png: new Uint8Array([1, 2, 3]) })
  })

  it.each([
    [
      'refuse',
      { how: 'failed', code: 'invalid', message: 'The loss is not finite at step 3.', field: 'training.learning_rate' },
    ],
    ['throw', { how: 'failed', code: 'internal', message: 'a bug', stack: expect.stringContaining('test-jobs.ts') }],
    ['no environment', { how: 'failed', code: 'internal', message: expect.stringContaining('environment before') }],
    ['abort', { how: 'crashed', killed: false, reason: expect.stringContaining('SIGABRT') }],
  ])('%s', async (name, end) => {
    expect(await start(job(name)).engine.ended).toMatchObject(end)
  })

  it('a job that this engine does not have is refused', async () => {
    const of = { ...job('x'), config: parseRunConfig({ kind: 'train-classifier' }) }
    expect(await start(of).engine.ended).toMatchObject({ how: 'failed', code: 'unsupported' })
  })

  it('killed from outside', async () => {
    const { engine, message } = start(job('count', 100_000))
    await message('tick')
    process.kill(engine.pid!, 'SIGKILL')
    expect(await engine.ended).toMatchObject({
      how: 'crashed',
      killed: true,
      reason: expect.stringContaining('SIGKILL'),
    })
  })

  it('stopped: a cancel is seen at the end of the step', async () => {
    const { engine, message } = start(job('count', 100_000))
    await message('tick')
    const asked = performance.now()
    engine.cancel()
    engine.cancel()
    expect(await engine.ended).toEqual({ how: 'stopped' })
    expect(performance.now() - asked).toBeLessThan(500)
  })

  it('killed when it does not stop within the grace, and says so', async () => {
    const { engine, message } = start(job('hang'), { patience: { grace: 0.3 } })
    await message('tick')
    engine.cancel()
    expect(await engine.ended).toMatchObject({ how: 'stopped', reason: expect.stringMatching(/within 0\.3 s/) })
  })

  it('silent for longer than a step explains', async () => {
    const { engine } = start(job('hang'), { patience: { silence: 0.5 } })
    expect(await engine.ended).toMatchObject({ how: 'silent', reason: expect.stringMatching(/no sign of life/) })
  })

  it('is as patient as the measured step asks', async () => {
    const { engine, message } = start(job('hang'), { patience: { silence: 0.5, silentSteps: 1000 } })
    await message('tick')
    // A step of 0.01 s times 1000: ten seconds of silence are allowed.
    const first = await Promise.race([engine.ended, sleep(2500, 'still there')])
    expect(first).toBe('still there')
    engine.kill()
    await engine.ended
  })
})

describe('the engine of a parent that dies', () => {
  it('ends by itself', async () => {
    const parent = fork(fileURLToPath(new URL('./testing/mortal-parent.ts', import.meta.url)), [
      JSON.stringify(job('count', 100_000)),
      TEST_JOBS,
    ])
    const pid = await new Promise<number>((resolve) => parent.once('message', (message) => resolve(message as number)))
    expect(alive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => alive(pid), { timeout: 5000, interval: 20 }).toBe(false)
  })
})

it('two engines never work in one folder', async () => {
  const of = job('count', 100_000)
  const first = start(of)
  await first.message('tick')
  const second = start(of)
  const waited = await Promise.race([second.message('environment'), sleep(1500, 'waits')])
  expect(waited).toBe('waits')
  first.engine.cancel()
  await first.engine.ended
  await second.message('tick')
  second.engine.cancel()
  expect(await second.engine.ended).toEqual({ how: 'stopped' })
})

it('hands down only what an engine needs of the environment', () => {
  const env = {
    PATH: '/bin',
    HOME: '/h',
    SECRET_TOKEN: 'x',
    NODE_OPTIONS: '--inspect',
    TF_NUM_INTRAOP_THREADS: '2',
    ANNEAL_HOME: '/d',
  }
  expect(cleanEnvironment(env, { LD_LIBRARY_PATH: '/cuda' })).toEqual({
    PATH: '/bin',
    HOME: '/h',
    TF_NUM_INTRAOP_THREADS: '2',
    ANNEAL_HOME: '/d',
    LD_LIBRARY_PATH: '/cuda',
  })
})

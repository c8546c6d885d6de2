import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEnd } from '#engine/engine-client.ts'
import type { RunService } from './run-service.ts'
import { verdict } from './run-work.ts'
import { openTestService, temporaryFolder, training } from './testing/open-test-service.ts'

const FAULTY_JOBS = fileURLToPath(new URL('./testing/faulty-jobs.ts', import.meta.url))

describe('what an end means', () => {
  const failed = (code: string): EngineEnd => ({ how: 'failed', code, message: 'why' })
  const silent: EngineEnd = { how: 'silent', reason: 'why' }
  const crashed: EngineEnd = { how: 'crashed', reason: 'why', killed: false }
  const first = { starts: 1, advanced: false }
  const resumed = { starts: 2, advanced: false }

  it.each(['conflict', 'not-found', 'unsupported'])(
    '%s: a fault of the run at its first start, of what is around it later',
    (code) => {
      expect(verdict(failed(code), first)).toEqual({ event: 'fail', reason: 'why' })
      expect(verdict(failed(code), resumed)).toEqual({ event: 'crash', reason: 'why' })
    },
  )

  it.each([
    ['no-space', 'crash', 'why'],
    ['invalid', 'fail', 'why'],
    ['damaged', 'fail', 'why'],
    ['internal', 'fail', 'Internal error: why (log.txt has the details)'],
  ])('%s: the same at every start', (code, event, reason) => {
    for (const run of [first, resumed]) expect(verdict(failed(code), run)).toEqual({ event, reason })
  })

  it('an engine that was silent has ended its run only where it had not come anywhere', () => {
    expect(verdict(silent, resumed)).toEqual({ event: 'fail', reason: 'why' })
    expect(verdict(silent, { ...first, advanced: true })).toEqual({ event: 'crash', reason: 'why' })
  })

  it('finished, stopped and crashed need nothing of the run', () => {
    expect(verdict({ how: 'finished' }, first)).toEqual({ event: 'finish', reason: null })
    expect(verdict({ how: 'stopped' }, first)).toEqual({ event: 'stopped', reason: null })
    expect(verdict(crashed, first)).toEqual({ event: 'crash', reason: 'why' })
  })
})

let folder: string
let service: RunService
beforeEach(() => {
  folder = temporaryFolder('work')
  service = openTestService(folder)
})
afterEach(async () => {
  await service.close()
  rmSync(folder, { recursive: true, force: true })
})

async function openFaulty(): Promise<void> {
  await service.close()
  service = openTestService(folder, { jobs: FAULTY_JOBS })
}

const resumed = (id: string) => service.waitFor(service.resume(id).id)

describe('what passes leaves a run to be resumed', () => {
  it('weights on a disk that is not mounted when it is resumed', async () => {
    const [disk, elsewhere] = ['disk', 'elsewhere'].map((name) => join(folder, name))
    mkdirSync(disk)
    writeFileSync(join(disk, 'w.safetensors'), '')
    const { id } = service.startRun(training(5, 'abort once', { initial: join(disk, 'w.safetensors') }))
    expect((await service.waitFor(id)).state).toBe('interrupted')
    renameSync(disk, elsewhere)
    expect(await resumed(id)).toMatchObject({
      state: 'interrupted',
      reason: expect.stringMatching(/^initial: there is no file/),
    })
    renameSync(elsewhere, disk)
    expect((await resumed(id)).state).toBe('finished')
  })

  it('what its engine lacks when it is resumed, though not when it is first started', async () => {
    await openFaulty()
    const { id } = service.startRun(training(5, 'refuse when resumed'))
    expect(await service.waitFor(id)).toMatchObject({
      state: 'interrupted',
      reason: expect.stringMatching(/SIGKILL/),
    })
    const reason = 'The graph cannot be recorded now.'
    expect(await resumed(id)).toMatchObject({ state: 'interrupted', reason })
    expect(await service.waitFor(service.startRun(training(5, 'refuse at once')).id)).toMatchObject({ state: 'failed' })
  })
})

describe('a history that another program holds', () => {
  const hold = (): Database.Database => {
    const other = new Database(service.history.home.database)
    other.exec('begin immediate')
    return other
  }
  const ticks = () => service.history.read.metrics('1', { name: 'loss' }).map(({ step }) => step)

  it('delays what a run has to say, and ends nothing', async () => {
    const { id } = service.startRun(training(60))
    await expect.poll(() => service.history.read.need(id).step).toBeGreaterThan(0)
    const ended = service.waitFor(id)
    const other = hold()
    const before = ticks().length
    await expect
      .poll(() => existsSync(join(service.history.read.folderOf(id), 'checkpoints', '00000060.json')), {
        timeout: 9000,
      })
      .toBe(true)
    expect(ticks()).toHaveLength(before)
    expect(service.history.read.need(id).state).toBe('running')
    other.close()
    expect(await ended).toMatchObject({ state: 'finished', step: 60 })
    expect(ticks()).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
  })

  it('delays the start of one, and its waiting', async () => {
    const { id } = service.startRun(training(5), { queueOnly: true })
    const other = hold()
    const ended = service.waitFor(id)
    setTimeout(() => other.close(), 700)
    expect((await ended).state).toBe('finished')
  })

  it('does not keep the program from ending', async () => {
    const { id } = service.startRun(training(100_000))
    await expect.poll(() => service.history.read.need(id).step).toBeGreaterThan(0)
    const other = hold()
    await service.close()
    other.close()
    service = openTestService(folder)
    expect(service.history.read.need(id).state).toBe('interrupted')
  })
})

it('only crashes before the first step of a start are counted', async () => {
  await openFaulty()
  const { id } = service.startRun(training(5, 'abort after a step'))
  expect(await service.waitFor(id)).toMatchObject({ state: 'interrupted', step: 1 })
  expect(await resumed(id)).toMatchObject({ state: 'interrupted', reason: expect.not.stringMatching(/2nd time/) })
  expect(await resumed(id)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/2nd time/) })
})

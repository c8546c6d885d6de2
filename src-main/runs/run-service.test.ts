import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkManifest } from '#files/manifest.ts'
import type { RunEvent } from './run-events.ts'
import type { RunService } from './run-service.ts'
import { openTestService, temporaryFolder, training } from './testing/open-test-service.ts'

let folder: string
let service: RunService
beforeEach(() => {
  folder = temporaryFolder('service')
  service = openTestService(folder)
})
afterEach(async () => {
  await service.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a run that goes well', () => {
  it('is queued, running, finished, and leaves its metrics, results and manifest', async () => {
    const started = service.startRun(training(20), { configText: '# mine\nkind: train\n' })
    const events: RunEvent[] = []
    const ended = await service.waitFor(started.id, (event) => events.push(event))
    expect(started).toMatchObject({ number: 1, kind: 'train', folder: '00001-count-seed0', steps: 20 })
    expect(ended).toMatchObject({ state: 'finished', reason: null, step: 20, latest: { loss: 1 / 20 } })
    expect(ended.endedAt).toBeGreaterThanOrEqual(ended.startedAt!)
    expect(events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['runs/tick', 'runs/preview', 'runs/changed']),
    )

    const detail = service.history.read.get('1')
    expect(detail.environment?.backend).toBe('none')
    expect(detail.results).toEqual([
      {
        name: 'sum',
        value: ended.latest.sum,
        low: ended.latest.sum! - 1,
        high: ended.latest.sum! + 1,
        confidence: 0.95,
        protocol: { of: 'steps' },
      },
    ])
    expect(service.history.read.metrics('1', { name: 'loss' }).map(({ step }) => step)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
    const path = service.history.read.folderOf('1')
    expect(readFileSync(join(path, 'config.yaml'), 'utf8')).toBe('# mine\nkind: train\n')
    expect(JSON.parse(readFileSync(join(path, 'config.resolved.json'), 'utf8')).training.batch_size).toBe(32)
    expect(readFileSync(join(path, 'MANIFEST.sha256'), 'utf8')).toMatch(
      /^[0-9a-f]{64} {2}checkpoints\/00000005\.json$/m,
    )
    expect(await checkManifest(path)).toEqual([])
    expect(existsSync(join(path, '.engine.lock'))).toBe(false)
  })
})

describe('a run that is only to be queued', () => {
  it('waits for whoever works the queue next, in its turn', async () => {
    const ids = [1, 2].map((seed) => service.startRun({ ...training(5), seed }, { queueOnly: true }).id)
    await service.close()
    service = openTestService(folder)
    expect(service.history.read.queue().map(({ id }) => id)).toEqual(ids)
    expect(service.history.read.list().map(({ state }) => state)).toEqual(['queued', 'queued'])
    await service.close()
    service = openTestService(folder, { runs: 'all' })
    await service.idle()
    expect(ids.map((id) => service.history.read.need(id).state)).toEqual(['finished', 'finished'])
  })
})

describe('a run that does not', () => {
  it.each([
    ['refuse', 'failed', /^The loss is not finite at step 3\.$/],
    ['throw', 'failed', /^Internal error: a bug/],
    ['full', 'interrupted', /^The disk is full\.$/],
    ['abort', 'interrupted', /SIGABRT/],
  ])('%s: is %s and says why', async (name, state, reason) => {
    const ended = await service.waitFor(service.startRun(training(5, name)).id)
    expect(ended).toMatchObject({ state, reason: expect.stringMatching(reason) })
    if (name === 'throw') expect(service.history.read.log(ended.id).text).toMatch(/TypeError: a bug[^]*test-jobs\.ts/)
  })

  it('is set aside after it has crashed twice before its first step', async () => {
    const { id } = service.startRun(training(5, 'abort'))
    expect((await service.waitFor(id)).state).toBe('interrupted')
    service.resume(id)
    const ended = await service.waitFor(id)
    expect(ended).toMatchObject({ state: 'failed', reason: expect.stringMatching(/2nd time before its first step/) })
    expect(() => service.resume(id)).toThrow(/A run that is failed cannot be resumed/)
  })

  it('is not set aside when the second try goes well', async () => {
    const { id } = service.startRun(training(5, 'abort once'))
    await service.waitFor(id)
    service.resume(id)
    expect((await service.waitFor(id)).state).toBe('finished')
  })

  it.each([
    [{ kind: 'train', training: { stpes: 3 } }, /no field training\.stpes\. Did you mean steps/],
    [{ ...training(5), sede: 1 }, /there is no field sede\. Did you mean seed\?/],
    [{ kind: 'evaluate', samples: '7' }, /samples: there is no run 7/],
    [null, /Run configuration/],
  ])('a configuration that is wrong leaves nothing behind: %j', (config, message) => {
    expect(() => service.startRun(config)).toThrow(message)
    expect(service.history.read.list()).toEqual([])
  })
})

const ticking = (id: string) =>
  new Promise<void>((resolve) => service.subscribe('runs/tick', (tick) => tick.id === id && tick.step > 5 && resolve()))

describe('cancel and resume', () => {
  it('a running run is cancelling, then cancelled; resumed it ends with the sum of one left alone', async () => {
    const alone = await service.waitFor(service.startRun(training(60)).id)
    const { id } = service.startRun(training(60))
    const ended = service.waitFor(id)
    await ticking(id)
    expect(service.cancel(id).state).toBe('cancelling')
    expect(service.cancel(id).state).toBe('cancelling')
    expect(await ended).toMatchObject({ state: 'cancelled', reason: null })
    expect(service.resume(id)).toMatchObject({ state: expect.stringMatching(/queued|running/), endedAt: null })
    expect((await service.waitFor(id)).latest.sum).toBe(alone.latest.sum)
    const steps = service.history.read.metrics(id, { name: 'sum' })
    expect(steps).toHaveLength(60)
  })

  it('a queued run is cancelled at once, and the next one starts', async () => {
    const first = service.startRun(training(200))
    const second = service.startRun(training(5))
    const third = service.startRun(training(5))
    expect([second.state, third.state]).toEqual(['queued', 'queued'])
    expect(service.cancel(second.id).state).toBe('cancelled')
    service.cancel(first.id)
    expect((await service.waitFor(third.id)).state).toBe('finished')
    expect(service.history.read.need(second.id).startedAt).toBe(null)
    expect(() => service.cancel(third.id)).toThrow(/A run that is finished cannot be cancelled/)
  })

  it('runs go one at a time, in their order; one can be put first or moved', async () => {
    const [a, b, c] = [training(150), training(5), training(5)].map((config) => service.startRun(config).id)
    const first = service.startRun(training(5), { first: true }).id
    expect(service.history.read.queue().map(({ id }) => id)).toEqual([first, b, c])
    expect(service.move(c, b)).toEqual([first, c, b])
    expect(service.move(first, null)).toEqual([c, b, first])
    expect(() => service.move(a, null)).toThrow(/Only a queued run/)
    const started: string[] = []
    service.subscribe('runs/changed', ({ id, state }) => void (state === 'running' && started.push(id)))
    await service.idle()
    expect(started).toEqual([c, b, first])
    const times = [a, c, b, first].map((id) => service.history.read.need(id))
    for (const [i, run] of times.slice(1).entries()) expect(run.startedAt).toBeGreaterThanOrEqual(times[i].endedAt!)
  })

  it('many go into the trash in one request, told of on the way; one that is queued stays, and is said to', async () => {
    const ids = Array.from(
      { length: 60 },
      (_, seed) => service.startRun({ ...training(1), seed }, { queueOnly: true }).id,
    )
    for (const id of ids.slice(1)) service.cancel(id)
    const told: number[] = []
    service.subscribe('runs/trashed', ({ runs, done, of }) => told.push(runs.length, done, of))
    const { done, refused } = await service.trash(ids, true)
    expect(done).toEqual(ids.slice(1))
    expect(refused).toMatch(/^Run 1 is (queued|running)\. Cancel it, then move it to the trash\.$/)
    expect(told).toEqual([49, 49, 60, 10, 59, 60])
    expect(service.history.read.list({}).map(({ number }) => number)).toEqual([1])
    expect((await service.trash(done, false)).done).toEqual(done)
    expect(service.history.read.list({})).toHaveLength(60)
  })

  it('a run in the trash is not resumed, and one at work does not go there', async () => {
    const { id } = service.startRun(training(100_000))
    const ended = service.waitFor(id)
    expect(() => service.edit(id, { trashed: true })).toThrow(/Run 1 is running\. Cancel it/)
    service.cancel(id)
    await ended
    service.edit(id, { trashed: true })
    expect(() => service.resume(id)).toThrow('Run 1 is in the trash. Bring it back, then resume it.')
    expect(service.history.read.need(id).state).toBe('cancelled')
    service.edit(id, { trashed: false })
    expect(['queued', 'running']).toContain(service.resume(id).state)
  })

  it('closing stops the run at the end of its step and leaves it to be resumed', async () => {
    const { id } = service.startRun(training(100_000))
    await ticking(id)
    await service.close()
    service = openTestService(folder)
    const run = service.history.read.need(id)
    expect(run).toMatchObject({ state: 'interrupted', reason: expect.stringMatching(/closed while it ran/) })
    expect(run.endedAt).toBeGreaterThan(0)
  })
})

describe('two services on one data folder', () => {
  it('one works the queue; the other hands its runs over, watches and cancels them', async () => {
    await service.close()
    service = openTestService(folder, { runs: 'all' })
    const other = openTestService(folder)
    try {
      const handed = other.startRun(training(400))
      const events: RunEvent[] = []
      const ended = await other.waitFor(handed.id, (event) => events.push(event))
      expect(ended.state).toBe('finished')
      expect([service.owner(), other.owner()]).toEqual([true, false])
      expect(events.some(({ name }) => name === 'runs/tick')).toBe(true)

      const long = other.startRun(training(100_000))
      const stopped = other.waitFor(long.id)
      await expect.poll(() => other.history.read.need(long.id).step, { timeout: 10_000 }).toBeGreaterThan(0)
      expect(other.cancel(long.id).state).toBe('cancelling')
      expect((await stopped).state).toBe('cancelled')
    } finally {
      await other.close()
    }
  })

  it('the second takes over when the first is gone', async () => {
    const other = openTestService(folder)
    try {
      const running = service.startRun(training(100_000))
      await expect.poll(() => service.history.read.need(running.id).step, { timeout: 10_000 }).toBeGreaterThan(0)
      const waiting = other.startRun(training(5))
      const ended = other.waitFor(waiting.id)
      await service.close()
      expect((await ended).state).toBe('finished')
      expect(other.owner()).toBe(true)
      service = openTestService(folder)
    } finally {
      await other.close()
    }
  })
})

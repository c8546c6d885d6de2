import { existsSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunState } from '#contract/run.ts'
import { takeLock } from '#files/exclusive-lock.ts'
import { type History, openHistory } from '#history/history.ts'
import type { Home } from '#history/home.ts'
import { readRunFile } from '#history/run-folder.ts'
import { newRun, temporaryHome } from '#history/testing/example-history.ts'
import { writeJson } from '#files/write-whole.ts'
import { openRunEvents } from './run-events.ts'
import { openRunQueue, type RunQueue } from './run-queue.ts'
import { openTestService, TEST_JOBS, training } from './testing/open-test-service.ts'

let home: Home
let history: History
let queue: RunQueue
const onUnwritten = vi.fn()
beforeEach(() => {
  home = temporaryHome()
  history = openHistory(home)
  onUnwritten.mockReset()
  const options = { environment: {}, jobs: TEST_JOBS, takes: () => true, onUnwritten }
  queue = openRunQueue({ history, resources: '' }, openRunEvents(), options)
})
afterEach(async () => {
  await queue.close()
  history.close()
  rmSync(home.root, { recursive: true, force: true })
})

/** A run as an owner before has left it. */
function left(state: RunState): string {
  const { id } = history.create(newRun('train', { config: parseRunConfig(training(5)), steps: 5 }))
  if (state !== 'queued') history.update(id, () => ({ state, startedAt: 1, starts: 1 }))
  return id
}

const stateOf = (id: string) => history.read.need(id).state

/** Every change of a run's state is refused until `free`. */
function fillDisk(of: History) {
  const update = of.update
  const spy = vi.spyOn(of, 'update').mockImplementation(() => {
    throw new Refusal('The disk is full.', { code: 'no-space' })
  })
  return { free: () => void spy.mockImplementation(update) }
}

describe('a disk that is full', () => {
  it('keeps a run queued, is told of once, and starts it when there is space', async () => {
    const id = left('queued')
    const disk = fillDisk(history)
    expect(queue.own()).toBe(true)
    for (let look = 0; look < 3; look++) queue.pump()
    expect(onUnwritten).toHaveBeenCalledExactlyOnceWith(id, expect.objectContaining({ code: 'no-space' }))
    expect(queue.unwritten().get(id)).toMatchObject({ code: 'no-space' })
    disk.free()
    queue.pump()
    expect(queue.unwritten().get(id)).toBe(undefined)
    expect((await queue.current()!.done).state).toBe('finished')
  })

  it('keeps the end of a run that was left open until there is space', () => {
    const id = left('running')
    const disk = fillDisk(history)
    expect(queue.own()).toBe(true)
    for (let look = 0; look < 3; look++) queue.pump()
    expect(onUnwritten).toHaveBeenCalledOnce()
    disk.free()
    queue.pump()
    expect(history.read.need(id)).toMatchObject({
      state: 'interrupted',
      reason: expect.stringMatching(/The program ended while it ran/),
    })
  })

  it('keeps the end of a run at work until there is space', async () => {
    const id = left('queued')
    queue.own()
    queue.pump()
    const { done } = queue.current()!
    const disk = fillDisk(history)
    await expect(done).rejects.toThrow('The disk is full.')
    await expect.poll(() => queue.current()).toBe(null)
    expect(onUnwritten).toHaveBeenCalledOnce()
    disk.free()
    queue.pump()
    expect(history.read.need(id)).toMatchObject({ state: 'interrupted', reason: 'The disk is full.' })
  })

  it('is forgotten of a run that is no longer the next', () => {
    const id = left('queued')
    const disk = fillDisk(history)
    queue.own()
    queue.pump()
    disk.free()
    history.update(id, () => ({ state: 'cancelled' }))
    queue.pump()
    expect(queue.unwritten().get(id)).toBe(undefined)
  })

  it('is no reason to close without letting go of the queue', async () => {
    left('queued')
    queue.own()
    queue.pump()
    fillDisk(history)
    await queue.close()
    const lock = takeLock(home.queueLock)
    expect(lock).not.toBe(null)
    lock!.release()
  })
})

describe('what the owner before left', () => {
  it('one run that cannot be read keeps no other from being worked on', async () => {
    const [lost, next] = [left('running'), left('queued')]
    const file = join(history.read.folderOf(lost), 'run.json')
    renameSync(file, `${file}.away`)
    expect(queue.own()).toBe(true)
    queue.pump()
    expect(queue.current()?.id).toBe(next)
    expect(onUnwritten).toHaveBeenCalledExactlyOnceWith(lost, expect.objectContaining({ code: 'not-found' }))
    renameSync(`${file}.away`, file)
    queue.pump()
    expect(stateOf(lost)).toBe('interrupted')
    expect((await queue.current()!.done).state).toBe('finished')
  })

  it.each([
    ['running', 'interrupted', 'interrupted'],
    ['queued', 'running', 'interrupted'],
    ['queued', 'cancelled', 'cancelled'],
  ] as const)('the index says %s, the folder %s: it is %s', (indexed, written, state) => {
    const id = left(indexed)
    const folder = history.read.folderOf(id)
    writeJson(join(folder, 'run.json'), { ...readRunFile(folder), state: written })
    queue.own()
    for (let look = 0; look < 2; look++) queue.pump()
    expect([stateOf(id), readRunFile(folder).state]).toEqual([state, state])
    expect(queue.current()).toBe(null)
  })

  it('a bug on taking the queue over is thrown, and the queue is free again', () => {
    const id = left('running')
    vi.spyOn(history, 'reindex').mockImplementationOnce(() => {
      throw new TypeError('a bug')
    })
    expect(() => queue.own()).toThrow('a bug')
    expect(queue.owner()).toBe(false)
    takeLock(home.queueLock)!.release()
    expect(queue.own()).toBe(true)
    expect(stateOf(id)).toBe('interrupted')
  })
})

describe('a run that cannot be read', () => {
  it('lets those behind it in the queue be worked on', async () => {
    const [broken, sound] = [left('queued'), left('queued')]
    writeFileSync(join(history.read.folderOf(broken), 'run.json'), '{')
    queue.own()
    queue.pump()
    expect(queue.current()!.id).toBe(sound)
    expect((await queue.current()!.done).state).toBe('finished')
    expect(queue.unwritten().get(broken)).toMatchObject({ code: 'damaged' })
    expect(onUnwritten).toHaveBeenCalledOnce()
  })

  it('is not started while its end before is still to be written, which would interrupt it at work', () => {
    const id = left('running')
    vi.spyOn(history, 'reindex').mockImplementation(() => {
      throw new Refusal('metrics.jsonl is damaged.', { code: 'damaged' })
    })
    queue.own()
    expect(stateOf(id)).toBe('interrupted')
    history.update(id, () => ({ state: 'queued' }))
    queue.pump()
    expect(queue.current()).toBe(null)
    expect(stateOf(id)).toBe('queued')
  })
})

describe('the program on a full disk', () => {
  // What is written to /dev/full finds no space; the temporary file is removed, so that the next try goes well.
  it.skipIf(!existsSync('/dev/full')).each([
    ['queued', 'finished'],
    ['running', 'interrupted'],
  ] as const)('starts with a run that is %s; with space again it is %s', async (before, state) => {
    const id = left(before)
    symlinkSync('/dev/full', join(history.read.folderOf(id), `.run.json.${process.pid}.tmp`))
    const service = openTestService(home.root, { runs: 'all' })
    try {
      await expect.poll(() => service.history.read.need(id).state, { timeout: 10_000 }).toBe(state)
    } finally {
      await service.close()
    }
  })

  it('queues a run, says why it does not start, and starts it with space again', async () => {
    const service = openTestService(home.root)
    try {
      const disk = fillDisk(service.history)
      const { id, state } = service.startRun(training(5))
      expect(state).toBe('queued')
      await expect(service.waitFor(id)).rejects.toThrow('The disk is full.')
      expect(service.notices()).toEqual(['The disk is full.'])
      disk.free()
      await expect.poll(() => service.history.read.need(id).state, { timeout: 10_000 }).toBe('finished')
      expect(service.notices()).toEqual([])
    } finally {
      await service.close()
    }
  })

  it('says why a run whose end is not written cannot be resumed', async () => {
    const id = left('running')
    const service = openTestService(home.root)
    try {
      const disk = fillDisk(service.history)
      expect(() => service.resume(id)).toThrow('The disk is full.')
      disk.free()
      expect((await service.waitFor(id)).state).toBe('interrupted')
      expect((await service.waitFor(service.resume(id).id)).state).toBe('finished')
    } finally {
      await service.close()
    }
  })
})

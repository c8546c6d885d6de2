import { mkdirSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseRunConfig } from '#contract/parse.ts'
import type { RunState } from '#contract/run.ts'
import { takeLock } from '#files/exclusive-lock.ts'
import { type History, openHistory } from '#history/history.ts'
import type { Home } from '#history/home.ts'
import { newRun, temporaryHome } from '#history/testing/example-history.ts'
import { openRunEvents } from './run-events.ts'
import { openRunQueue, type RunQueue } from './run-queue.ts'
import { openTestService, TEST_JOBS, training } from './testing/open-test-service.ts'

let home: Home
let history: History
let queue: RunQueue
beforeEach(() => {
  home = temporaryHome()
  history = openHistory(home)
  const options = { environment: {}, jobs: TEST_JOBS, takes: () => true, onUnwritten: () => {} }
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

describe('a run whose owner is gone', () => {
  it('is not called running by whoever looks, and the queue stays free', () => {
    const ids = (['running', 'cancelling', 'queued'] as const).map(left)
    queue.settle()
    expect(ids.map(stateOf)).toEqual(['interrupted', 'interrupted', 'queued'])
    expect(queue.owner()).toBe(false)
  })

  it('is looked at where the queue cannot be had; whoever waits for a run is told', async () => {
    const id = left('queued')
    mkdirSync(home.queueLock)
    expect(queue.own()).toBe(false)
    expect(queue.refusal()).toMatchObject({ code: 'unsupported' })
    const service = openTestService(home.root)
    await expect(service.waitFor(id)).rejects.toThrow(/queue\.lock may not be written/)
    await service.close()
  })

  it('is left alone while it has one', () => {
    const lock = takeLock(home.queueLock)!
    const id = left('running')
    queue.settle()
    expect(stateOf(id)).toBe('running')
    lock.release()
  })
})

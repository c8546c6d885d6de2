import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readRunFile } from '#history/run-folder.ts'
import { openRunEvents } from '#runs/run-events.ts'
import { temporaryFolder, TEST_JOBS } from '#runs/testing/open-test-service.ts'
import { listWorkers } from './heartbeat.ts'
import { stopShared } from './shared-folder.ts'
import { openElsewhere, TEST_PROGRAM, trainings } from './testing/test-sweep.ts'
import { openWorker, type WorkerOptions } from './worker.ts'

let folder: string
let place: ReturnType<typeof openElsewhere>
beforeEach(() => {
  folder = temporaryFolder('worker')
  place = openElsewhere(folder)
})
afterEach(async () => {
  await place.close()
  rmSync(folder, { recursive: true, force: true })
})

const options = (shared: string, more: Partial<WorkerOptions> = {}): WorkerOptions => ({
  folder: shared,
  task: null,
  program: TEST_PROGRAM,
  resources: '',
  engine: { environment: {}, jobs: TEST_JOBS },
  ...more,
})
const states = (shared: string) =>
  readdirSync(join(shared, 'runs')).map((name) => readRunFile(join(shared, 'runs', name)).state)

it('of another program computes nothing; of a task that there is not, neither', async () => {
  const shared = await place.begin(trainings(1, 5))
  const program = { ...TEST_PROGRAM, anneal: '0.2.0', code: 'other' }
  expect(() => openWorker(options(shared, { program }))).toThrow(
    /^This machine runs Anneal 0\.2\.0, and the sweep was begun with 0\.1\.0-test: nothing was computed/,
  )
  expect(() => openWorker(options(shared, { task: 3 }))).toThrow(/^task: this sweep has tasks/)
  expect(readdirSync(join(shared, 'claims'))).toEqual([])
})

it('ends with a checkpoint when asked; the next goes on, unless its library is another', async () => {
  const shared = await place.begin(trainings(1, 400))
  const events = openRunEvents()
  const first = openWorker(options(shared, { events }))
  events.subscribe('runs/tick', ({ step }) => step >= 10 && first.stop('it was asked to end'))
  expect(await first.done).toEqual({ finished: 0, ended: 'it was asked to end' })
  expect(states(shared)).toEqual(['interrupted'])
  expect(listWorkers(shared).map(({ ended }) => ended)).toEqual(['it was asked to end'])

  const program = { ...TEST_PROGRAM, library: 'tests 1' }
  await expect(openWorker(options(shared, { program })).done).rejects.toThrow(
    /was begun with TensorFlow 0 and this machine has 1: it is left to a machine that has the same/,
  )
  expect(states(shared)).toEqual(['interrupted'])

  stopShared(shared, 'the sweep was paused')
  expect(await openWorker(options(shared)).done).toEqual({ finished: 0, ended: 'the sweep was paused' })
})

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestService, temporaryFolder, training } from './testing/open-test-service.ts'

let folder: string
beforeEach(() => void (folder = temporaryFolder('gone')))
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))

it('a run whose folder is taken away while it runs ends, says so, and keeps no other from running', async () => {
  const service = openTestService(folder)
  const first = service.startRun(training(100_000))
  const path = join(folder, 'runs', first.folder)
  let ticks = 0
  const ended = await service.waitFor(first.id, ({ name }) => {
    if (name === 'runs/tick' && ++ticks === 2) renameSync(path, join(folder, 'away'))
  })
  expect(ended).toMatchObject({ state: 'failed', reason: expect.stringMatching(/was taken away while it ran/) })
  expect(service.history.read.list({}).map(({ state }) => state)).toEqual(['failed'])
  const second = service.startRun(training(3))
  expect(await service.waitFor(second.id)).toMatchObject({ state: 'finished' })
  await service.close()

  const again = openTestService(folder)
  expect(again.history.read.list({}).map(({ number }) => number)).toEqual([2])
  await again.close()
})

it('put back, it is there again at the next start, to be resumed', async () => {
  const service = openTestService(folder)
  const run = service.startRun(training(400))
  const path = join(folder, 'runs', run.folder)
  let ticks = 0
  await service.waitFor(run.id, ({ name }) => {
    if (name === 'runs/tick' && ++ticks === 2) renameSync(path, join(folder, 'away'))
  })
  await service.close()
  if (existsSync(path)) rmSync(path, { recursive: true })
  renameSync(join(folder, 'away'), path)
  const again = openTestService(folder, { runs: 'all' })
  expect(again.history.read.need('1').state).toBe('interrupted')
  again.resume('1')
  expect(await again.waitFor('1')).toMatchObject({ state: 'finished', step: 400 })
  expect(readdirSync(path)).toContain('MANIFEST.sha256')
  await again.close()
})

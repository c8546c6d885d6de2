import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkManifest } from '#history/manifest.ts'
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

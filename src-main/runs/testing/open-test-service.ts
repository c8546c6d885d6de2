/** A run service on a data folder of its own, whose engines run the test jobs: real processes, no tensors. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openHome } from '#history/home.ts'
import { openRunService, type RunServiceOptions } from '../run-service.ts'

export const TEST_JOBS = fileURLToPath(new URL('../../engine/testing/test-jobs.ts', import.meta.url))

export const temporaryFolder = (name: string): string => mkdtempSync(join(tmpdir(), `anneal ${name} é#-`))

export function openTestService(folder: string, options: Partial<RunServiceOptions> = {}) {
  return openRunService({
    home: openHome({ ANNEAL_HOME: folder }),
    resources: join(folder, 'resources'),
    engineEnvironment: () => ({}),
    version: '0.1.0-test',
    jobs: TEST_JOBS,
    ...options,
  })
}

export const training = (steps: number, name = 'count', more: object = {}) => ({
  kind: 'train',
  name,
  training: { steps },
  ...more,
})

/** A sweep of test jobs in a shared folder, and the service that follows it: real processes, no tensors. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { siteFile, type SiteInput } from '#contract/sweep-site.ts'
import { openTestService } from '#runs/testing/open-test-service.ts'
import { forkProcess } from '#workers/start-process.ts'
import { openSweepService } from '../../sweep-service.ts'

/** Test jobs say that they run on library 0. */
export const TEST_PROGRAM = { anneal: '0.1.0-test', code: 'c0de', library: 'tests 0' }

export const trainings = (runs: number, steps: number) => ({
  kind: 'sweep',
  name: 'elsewhere',
  steps: { train: { kind: 'train', network: { architecture: 'mlp' }, training: { steps } } },
  vary: { 'train.seed': Array.from({ length: runs }, (_, i) => i) },
})

export function openElsewhere(folder: string) {
  const runs = openTestService(join(folder, 'home'))
  const elsewhere = {
    program: () => TEST_PROGRAM,
    command: ['anneal'],
    startProcess: forkProcess,
    engineEnvironment: () => ({}),
  }
  const sweeps = openSweepService({ runs, work: 'all', findFinished: async () => null, elsewhere })
  const shared = join(folder, 'shared')
  mkdirSync(shared, { recursive: true })
  return {
    runs,
    sweeps,
    /** Begins it with a shared folder that nobody works on yet; answers its path. */
    async begin(sweep: object, site: SiteInput = {}): Promise<string> {
      const { id } = await sweeps.startElsewhere(sweep, {
        on: 'folder',
        site: siteFile.parse({ shared, heartbeat: 0.3, stale: 2, ...site }),
      })
      return sweeps.get(id).place!.folder
    },
    async close() {
      await sweeps.close()
      await runs.close()
    },
  }
}

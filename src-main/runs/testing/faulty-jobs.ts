/** Jobs that go well or wrong by which start it is, for tests of what becomes of their runs. Chosen by the run's name. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '#contract/refusal.ts'
import type { Jobs, RunJob } from '#engine/job-port.ts'
import { ENVIRONMENT } from '#engine/testing/test-jobs.ts'

const FAULTS: Record<string, RunJob> = {
  /** Crashes after a step at its first start, and before any at those that follow. */
  'abort after a step': async (job, port) => {
    if (!job.resume) {
      port.environment({ ...ENVIRONMENT, devices: [], passedOver: [] })
      port.tick({ step: 1, steps: 5, secondsPerStep: 0.01 })
      await sleep(200)
    }
    return process.abort()
  },
  /** Killed at its first start, and refused at those that follow. */
  'refuse when resumed': async (job) => {
    if (!job.resume) process.kill(process.pid, 'SIGKILL')
    throw new Refusal('The graph cannot be recorded now.', { field: 'execution.mode', code: 'unsupported' })
  },
  'refuse at once': async () => {
    throw new Refusal('The graph cannot be recorded.', { field: 'execution.mode', code: 'unsupported' })
  },
}

export const JOBS: Jobs = { train: (job, port) => FAULTS[job.config.name!]!(job, port) }

/** What an engine process can be asked to do. */
import type { Jobs } from '../job-port.ts'
import { sampleJob } from './sample.ts'
import { trainJob } from './train.ts'

export const JOBS: Jobs = {
  train: trainJob,
  sample: sampleJob,
}

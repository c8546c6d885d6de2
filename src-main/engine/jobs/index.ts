/** What an engine process can be asked to do. */
import type { Jobs } from '../job-port.ts'
import { compareJob } from './compare.ts'
import { evaluateJob } from './evaluate.ts'
import { sampleJob } from './sample.ts'
import { trainJob } from './train.ts'
import { trainClassifierJob } from './train-classifier.ts'

export const JOBS: Jobs = {
  train: trainJob,
  'train-classifier': trainClassifierJob,
  sample: sampleJob,
  evaluate: evaluateJob,
  compare: compareJob,
}

/** The data set of a job's configuration; a long read says so in the log. */
import type { Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { Job } from '#contract/engine.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { openDataset, openTestSplit, type TestSplit } from '#datasets/open-dataset.ts'
import type { JobPort } from '../job-port.ts'

export const openJobDataset = (job: Job, spec: Camel<DatasetConfig>, port: JobPort): Promise<Dataset> =>
  told(port, () => openDataset(spec, { home: job.home }))

/** The test split beside `dataset`, which `spec` has opened, or what is missing for that. */
export const openJobTestSplit = (
  job: Job,
  spec: Camel<DatasetConfig>,
  dataset: Dataset,
  port: JobPort,
): Promise<TestSplit> => told(port, () => openTestSplit(spec, dataset, { home: job.home }))

async function told<T extends TestSplit>(port: JobPort, open: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const opened = await open()
  const seconds = (performance.now() - began) / 1000
  if ('missing' in opened) return opened
  const { name, count, hash } = opened
  port.log(`${name}: ${count} images, hash ${hash.slice(0, 12)}, read in ${seconds.toFixed(1)} s`)
  return opened
}

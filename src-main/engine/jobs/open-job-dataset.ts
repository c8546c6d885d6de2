/** The data set of a job's configuration; a long read says so in the log. */
import type { Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { Job } from '#contract/engine.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import type { JobPort } from '../job-port.ts'

export async function openJobDataset(job: Job, spec: Camel<DatasetConfig>, port: JobPort): Promise<Dataset> {
  const began = performance.now()
  const dataset = await openDataset(spec, { home: job.home })
  const seconds = (performance.now() - began) / 1000
  port.log(
    `${dataset.name}: ${dataset.count} images, hash ${dataset.hash.slice(0, 12)}, read in ${seconds.toFixed(1)} s`,
  )
  return dataset
}

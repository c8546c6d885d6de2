/** The data set of a job's configuration; a long read says so in the log, and what was read is noted in the run's folder. */
import { toSnake, type Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { Job } from '#contract/engine.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { openDataset, openTestSplit, type TestSplit } from '#datasets/open-dataset.ts'
import { type MadeFromDataset, noteDataset } from '#history/made-from.ts'
import type { JobPort } from '../job-port.ts'

type Spec = Camel<DatasetConfig>

export const openJobDataset = (job: Job, spec: Spec, port: JobPort): Promise<Dataset> =>
  told(job, port, { spec, of: 'use' }, () => openDataset(spec, { home: job.home }))

/** The test split beside `dataset`, which `spec` has opened, or what is missing for that. */
export const openJobTestSplit = (job: Job, spec: Spec, dataset: Dataset, port: JobPort): Promise<TestSplit> =>
  told(job, port, { spec, of: 'test' }, () => openTestSplit(spec, dataset, { home: job.home }))

type Asked = { spec: Spec; of: MadeFromDataset['of'] }

async function told<T extends TestSplit>(
  { folder }: Job,
  port: JobPort,
  { spec, of }: Asked,
  open: () => Promise<T>,
): Promise<T> {
  const began = performance.now()
  const opened = await open()
  const seconds = (performance.now() - began) / 1000
  if ('missing' in opened) return opened
  const { name, count, hash } = opened
  port.log(`${name}: ${count} images, hash ${hash.slice(0, 12)}, read in ${seconds.toFixed(1)} s`)
  port.assertAlive()
  noteDataset(folder, { spec: toSnake(spec) as MadeFromDataset['spec'], of, hash })
  return opened
}

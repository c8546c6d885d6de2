/** One page that holds sampling runs side by side: report.html in the run's folder. */
import { join } from 'node:path'
import type { Job } from '#contract/engine.ts'
import { toCamel } from '#contract/casing.ts'
import type { ConfigOf } from '#contract/run-config.ts'
import { writeWhole } from '#files/write-whole.ts'
import type { JobPort } from '../job-port.ts'
import { comparisonHtml } from '../report/comparison.ts'

export async function compareJob(job: Job, port: JobPort): Promise<'finished' | 'stopped'> {
  const config = toCamel(job.config) as ConfigOf<'compare'>
  const compared = config.runs.map((reference) => ({
    samples: job.inputs[reference].folder,
    evaluation: job.inputs[`${reference}/evaluation`]?.folder ?? null,
  }))
  const html = comparisonHtml(compared, config.name)
  port.assertAlive()
  writeWhole(join(job.folder, 'report.html'), html)
  port.log(`${compared.length} runs compared in report.html`)
  return 'finished'
}

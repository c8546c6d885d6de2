/** What one run would cost, from what runs like it have cost here. */
import type { RunEstimate } from '#contract/run-estimate.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { networkSize } from '#runs/network-size.ts'
import type { RunService } from '#runs/run-service.ts'
import { measuredRuns } from './measured-runs.ts'
import { price } from './plan-sweep.ts'
import { workOf } from './work-of-run.ts'

export async function estimateRun(config: RunConfig, runs: RunService): Promise<RunEstimate> {
  const measured = measuredRuns(runs)
  const work = workOf(config, measured.known)
  const size = config.kind === 'train' ? await networkSize(config, runs.history.home.root) : null
  return {
    parameters: size?.parameters ?? null,
    memory: size?.memory ?? null,
    nfe: config.kind === 'sample' ? work.evaluations! / config.n : null,
    evaluations: work.evaluations,
    ...price(work, measured.of(work), config),
  }
}

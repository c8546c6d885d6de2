/** What usually follows a finished run: samples of a network, an evaluation of samples. */
import type { RunDetail, RunRecord } from '#contract/run.ts'

export type NextRun = { label: string; config: object }

export function nextRun(run: Pick<RunRecord, 'kind' | 'number' | 'state'>, detail: RunDetail | null): NextRun | null {
  if (run.state !== 'finished') return null
  const number = String(run.number)
  if (run.kind === 'train')
    return { label: 'Sample from it', config: { kind: 'sample', network: number, schedule: startSchedule(detail) } }
  if (run.kind === 'sample') return { label: 'Evaluate', config: { kind: 'evaluate', samples: number } }
  return null
}

/** Karras's levels over the range of Karras et al. 2022, in the units that the network was trained in. */
function startSchedule(detail: RunDetail | null): object {
  const range = detail?.config.kind === 'train' ? detail.config.network.data_range : ([0, 1] as const)
  return { family: 'karras', levels: 18, sigma_max: 80, sigma_min: 0.002, data_range: [...range] }
}

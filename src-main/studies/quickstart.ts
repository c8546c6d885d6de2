/**
 * The main job, whole: train a network for a few minutes, draw the same noise along five noise schedules with the shipped
 * one, judge every sample, compare in one page. What the schedules share is the range of the NCSN report (Gouttefangeas, Raki &
 * Versini), sigma from 1 to .01 on pixels in [0, 1]; a sixth row shows what a longer range does.
 */
import type { Result, RunRecord } from '#contract/run.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import type { ScheduleInput } from '#contract/schedule.ts'
import type { RunService } from '#runs/run-service.ts'

export type QuickstartOptions = {
  /** Configuration of the training run, as its file says. */
  training: RunConfigInput
  samples: number
  levels: number
  seed: number
  /** Runs one configuration to its end; throws where it does not finish. */
  run: (config: RunConfigInput) => Promise<RunRecord>
  note: (line: string) => void
}

export type QuickstartRow = {
  schedule: string
  run: number
  sigmaMax: number
  sigmaMin: number
  levels: number
  nfe: number
  seconds: number
  frechetDistance: number | null
  chiSquared: number | null
  chiSquaredP: number | null
  shareConfident: number | null
  proportions: { class: string; share: number; low: number; high: number }[]
}
export type Quickstart = { training: RunRecord; rows: QuickstartRow[]; comparison: RunRecord }

const NETWORK = 'mnist-unet'
/** sigma_1 of 1 and sigma_L of .01: the report's own range. */
const RANGE = { sigma_max: 1, sigma_min: 0.01, data_range: [0, 1] as [0, 1] }
/** The range that the shipped network was trained over, up to above the largest distance between two digits (16.9). */
const FULL_RANGE = { sigma_max: 20, sigma_min: 0.01, data_range: [0, 1] as [0, 1] }
const TAG = 'quickstart'

const schedules = (levels: number): { name: string; schedule: ScheduleInput }[] => [
  { name: 'geometric', schedule: { family: 'geometric', levels, ...RANGE } },
  { name: 'linear', schedule: { family: 'linear', levels, ...RANGE } },
  { name: 'cosine', schedule: { family: 'cosine', levels, ...RANGE } },
  { name: 'sigmoid', schedule: { family: 'sigmoid', levels, ...RANGE } },
  { name: 'karras', schedule: { family: 'karras', levels, rho: 7, ...RANGE } },
  { name: 'karras, full range', schedule: { family: 'karras', levels, rho: 7, ...FULL_RANGE } },
]

export async function quickstart(service: RunService, options: QuickstartOptions): Promise<Quickstart> {
  const { samples: n, levels, seed, run, note } = options
  note('1 of 3: a small network learns MNIST, from nothing, for a few minutes')
  const training = await run({ ...options.training, tags: [TAG] })
  const own = await run({
    kind: 'sample',
    name: `${training.name}, karras, full range`,
    network: training.id,
    schedule: { family: 'karras', levels, rho: 7, ...FULL_RANGE },
    sampler: { name: 'heun' },
    n: 64,
    seed,
    tags: [TAG],
  })

  note(`2 of 3: the shipped network draws the same ${n} noises along six schedules`)
  const rows: QuickstartRow[] = []
  const drawn: RunRecord[] = []
  for (const { name, schedule } of schedules(levels)) {
    const sampled = await run({
      kind: 'sample',
      name,
      network: NETWORK,
      schedule,
      sampler: { name: 'heun' },
      n,
      seed,
      tags: [TAG],
    })
    const judged = await run({ kind: 'evaluate', samples: sampled.id, tags: [TAG] })
    drawn.push(sampled)
    rows.push(rowOf(name, schedule, service.history.read.get(sampled.id), service.history.read.get(judged.id).results))
  }

  note('3 of 3: one page for all of it')
  const comparison = await run({
    kind: 'compare',
    name: 'Five noise schedules, one network, one noise',
    runs: [...drawn.map(({ id }) => id), own.id],
    tags: [TAG],
  })
  return { training, rows, comparison }
}

const value = (results: readonly Result[], key: string) => results.find((result) => result.name === key)?.value ?? null

function rowOf(
  name: string,
  schedule: ScheduleInput,
  sampled: RunRecord & { results: Result[] },
  judged: readonly Result[],
): QuickstartRow {
  const range = schedule as { sigma_max: number; sigma_min: number; levels: number }
  return {
    schedule: name,
    run: sampled.number,
    sigmaMax: range.sigma_max,
    sigmaMin: range.sigma_min,
    levels: range.levels,
    nfe: value(sampled.results, 'nfe') ?? 0,
    seconds: value(sampled.results, 'seconds') ?? 0,
    frechetDistance: value(judged, 'frechet_distance'),
    chiSquared: value(judged, 'chi_squared'),
    chiSquaredP: value(judged, 'chi_squared_p'),
    shareConfident: value(judged, 'share_confident'),
    proportions: judged
      .filter((result) => result.name.startsWith('share/'))
      .map(({ name: key, value: share, low, high }) => {
        return { class: key.slice('share/'.length), share: share ?? 0, low: low ?? 0, high: high ?? 1 }
      }),
  }
}

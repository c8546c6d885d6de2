/**
 * The main job, whole: train a network for a few minutes, draw the same noise along five noise schedules with the shipped one, judge
 * every sample, compare in one page, and say by a rule fixed before what of the NCSN report (Gouttefangeas, Raki & Versini) is found again.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { parseStudy, type StudyFile } from '#contract/study-file.ts'
import type { StudyResult } from '#contract/study-result.ts'
import type { RunRecord } from '#contract/run.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import { runStudy, type StudyOptions } from './run-study.ts'

export type QuickstartOptions = StudyOptions & {
  /** Configuration of the training run, as its file says. */
  training: RunConfigInput
  /** Along each schedule; absent: as the study says. */
  samples?: number
  /** Runs one configuration to its end; throws where it does not finish. */
  run: (config: RunConfigInput) => Promise<RunRecord>
  note: (line: string) => void
}

export type Quickstart = { training: RunRecord; study: StudyFile; result: StudyResult; comparison: RunRecord }

const TAG = 'quickstart'
/** The range that networks are trained over here, up to above the largest distance between two digits (16.9). */
const FULL_RANGE = { sigma_max: 20, sigma_min: 0.01, data_range: [0, 1] as [0, 1] }

export const quickstartStudy = (resources: string, samples?: number): StudyFile => {
  const file = join(resources, 'recipes', 'quickstart-study.yaml')
  const input = parseYaml(readFileSync(file, 'utf8')) as {
    tiers: { toy: { sweep: { steps: { draw: { n: number } } } } }
  }
  if (samples !== undefined) input.tiers.toy.sweep.steps.draw.n = samples
  return parseStudy(input, file)
}

/** Null where it was stopped on the way: the same again goes on. */
export async function quickstart(options: QuickstartOptions): Promise<Quickstart | null> {
  const { run, note, from, signal } = options
  const study = quickstartStudy(from.resources, options.samples)
  note('1 of 3: a small network learns MNIST, from nothing, for a few minutes')
  const training = await run({ ...options.training, tags: [TAG] })
  const own = await run({
    kind: 'sample',
    name: `${training.name}, Heun from 20`,
    network: training.id,
    schedule: { family: 'karras', levels: 18, rho: 7, ...FULL_RANGE },
    sampler: { name: 'heun' },
    n: 64,
    tags: [TAG],
  })
  if (signal.aborted) return null

  note('2 of 3: the shipped network draws the same noise along five schedules, and every sample is judged')
  const result = await runStudy(study, 'toy', { command: 'anneal quickstart', ...options })
  if (!result) return null

  note('3 of 3: one page for all of it')
  const drawn = result.runs.flatMap(({ step, number }) => (step === 'draw' && number !== null ? [String(number)] : []))
  const comparison = await run({
    kind: 'compare',
    name: 'Five noise schedules, one network, one noise',
    runs: [...drawn, own.id],
    tags: [TAG],
  })
  return { training, study, result, comparison }
}

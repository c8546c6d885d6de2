/** Prices a sweep from what runs like its own have cost in this history; where there are none, it says so rather than guess. */
import { parse } from '#contract/parse.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { runConfig } from '#contract/run-config.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import type { StepPlan, SweepPlan } from '#contract/sweep-plan.ts'
import type { Sweep } from '#contract/sweep.ts'
import type { RunService } from '#runs/run-service.ts'
import { type FindFinished } from './advance.ts'
import { type Measured, measuredRuns } from './measured-runs.ts'
import { reusableCells } from './reusable-cells.ts'
import { type Known, type Work, workOf } from './work-of-run.ts'

/** Where nothing like it has run here. One place, so that each figure is one that was printed somewhere. */
const STATED: Readonly<Record<string, { secondsPerEvaluation: number; source: string }>> = {
  'mnist-unet': {
    secondsPerEvaluation: 0.0016,
    source: 'README, Heun, 18 steps, 1,000 images: 1.6 ms an evaluation on two cores without a GPU',
  },
}
/** A sample is kept as float32: of 28 x 28 x 1 these many bytes. */
const STATED_BYTES: Readonly<Record<string, number>> = { 'mnist-unet': 28 * 28 * 4 }

/** `findFinished`: null for a fresh start. */
export async function planSweep(
  { sweep, cells }: { sweep: Sweep; cells: readonly Cell[] },
  runs: RunService,
  findFinished: FindFinished | null,
): Promise<SweepPlan> {
  const measured = measuredRuns(runs)
  const reused = findFinished ? await reusableCells(cells, runs, findFinished) : new Map<string, string>()
  const configs = new Map(cells.map((cell) => [cell.id, parse(runConfig, cell.config, cell.id)]))
  const steps = sweep.steps.map(({ name, kind }): StepPlan => {
    const all = cells.filter(({ step }) => step === name)
    const left = all.filter(({ id }) => !reused.has(id))
    const works = left.map((cell) => {
      const config = configs.get(cell.id)!
      return { work: workOf(config, ofCell(cell, configs, measured.known)), config }
    })
    const priced = works.map(({ work, config }) => price(work, measured.of(work), config))
    const evaluations = works.map(({ work }) => work.evaluations)
    return {
      step: name,
      kind,
      runs: left.length,
      reused: all.length - left.length,
      evaluations: evaluations.includes(null) ? null : sum(evaluations as number[]),
      seconds: sumIfAll(priced.map(({ seconds }) => seconds)),
      bytes: sumIfAll(priced.map(({ bytes }) => bytes)),
      basis: left.length === 0 ? 'all have run before' : [...new Set(priced.map(({ basis }) => basis))].join('; '),
    }
  })
  const total = (of: 'seconds' | 'bytes') => sum(steps.map((step) => step[of] ?? 0))
  const unknown = (of: 'seconds' | 'bytes') => steps.filter((step) => step[of] === null).map(({ step }) => step)
  return {
    name: sweep.name,
    runs: sum(steps.map((step) => step.runs)),
    reused: sum(steps.map((step) => step.reused)),
    evaluations: sum(steps.map((step) => step.evaluations ?? 0)),
    seconds: total('seconds'),
    bytes: total('bytes'),
    unknown: { seconds: unknown('seconds'), bytes: unknown('bytes') },
    steps,
  }
}

/** Seconds of each cell, as alike runs have taken here; null where none has run. */
export function cellSeconds(cells: readonly Cell[], measured: ReturnType<typeof measuredRuns>): (number | null)[] {
  const configs = new Map(cells.map((cell) => [cell.id, parse(runConfig, cell.config, cell.id)]))
  return cells.map((cell) => {
    const config = configs.get(cell.id)!
    const work = workOf(config, ofCell(cell, configs, measured.known))
    return price(work, measured.of(work), config).seconds
  })
}

/** What a cell refers to counts as its run will. */
function ofCell({ needs }: Cell, configs: ReadonlyMap<string, RunConfig>, known: Known): Known {
  const referred = (reference: string, kind: RunConfig['kind']) =>
    reference.startsWith('@')
      ? Object.values(needs)
          .map((id) => configs.get(id)!)
          .find((config) => config.kind === kind)
      : undefined
  return {
    networkOf(reference) {
      const config = referred(reference, 'train')
      return config?.kind === 'train' ? config.network : known.networkOf(reference)
    },
    runOf: (reference) => referred(reference, 'sample') ?? known.runOf(reference),
  }
}

type Price = { seconds: number | null; bytes: number | null; basis: string }

/** Where the runs that were measured had more than so many times less or more to do, that is said. */
const FAR = 4

export function price(work: Work, measured: Measured | null, config: RunConfig): Price {
  const { amount, unit, grows, samples } = work
  if (measured) {
    const { runs, amounts, overhead, seconds, bytes } = measured
    const each = grows ? `${(1000 * seconds).toPrecision(2)} ms for each ${unit}` : `${overhead.toPrecision(2)} s`
    const far = amount > FAR * amounts[1] || FAR * amount < amounts[0]
    const only = far ? `; they had ${amounts[1]} ${unit}s where this has ${amount}, so that it is rough` : ''
    const basis = `measured here: ${each} (${runs.length === 1 ? 'run' : 'runs'} ${runs.join(', ')}${only})`
    return { seconds: overhead + amount * seconds, bytes: bytes * (samples ?? 1), basis }
  }
  const network = config.kind === 'sample' && !config.score ? (config.network ?? '') : ''
  const stated = Object.hasOwn(STATED, network) ? STATED[network] : null
  const bytes = samples !== null && Object.hasOwn(STATED_BYTES, network) ? samples * STATED_BYTES[network] : null
  if (stated)
    return { seconds: amount * stated.secondsPerEvaluation, bytes, basis: `not measured here; ${stated.source}` }
  return { seconds: null, bytes, basis: 'nothing like it has run here yet: no figure' }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const sumIfAll = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : sum(values as number[])

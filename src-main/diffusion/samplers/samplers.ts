/** Samplers by name: the row that tells what it is and costs, and the function that walks. */
import { costOf, type SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { toCamel, type Camel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { checkWalkable, samplerSpec, type SamplerConfig } from '#contract/sampler.ts'
import { checkedLevels, type Level, sigmasOf } from '#theory/grids/levels.ts'
import type { Process } from '#theory/process/process.ts'
import { ancestral } from './ancestral.ts'
import { ddim } from './ddim.ts'
import { deis } from './deis.ts'
import { dpmpp2m } from './dpmpp2m.ts'
import { dpmpp2mSde } from './dpmpp2m-sde.ts'
import { dpmpp3m } from './dpmpp3m.ts'
import { erSde } from './er-sde.ts'
import { euler } from './euler.ts'
import { eulerHeun } from './euler-heun.ts'
import { heun } from './heun.ts'
import { ddpm, ei, em, eulerInTime, heunInTime, reverseDiffusionInTime, rk4 } from './in-time.ts'
import { ipndm } from './ipndm.ts'
import { langevin } from './langevin.ts'
import { mala } from './mala.ts'
import { momentum } from './momentum.ts'
import { momentumOde } from './momentum-ode.ts'
import { naive } from './naive.ts'
import { predictorCorrector } from './predictor-corrector.ts'
import { restart } from './restart.ts'
import { reverseDiffusion } from './reverse-diffusion.ts'
import { saSolver } from './sa-solver.ts'
import { unipc } from './unipc.ts'
import type { Sampler } from './walk.ts'

/** A sampler with all its parameters, as a run configuration spells them in code. */
export type SamplerChoice = Camel<SamplerConfig>
export type SamplerName = SamplerChoice['name']
export type ChoiceOf<N extends SamplerName> = Extract<SamplerChoice, { name: N }>

/** The row of a sampler, with the function that walks. */
export type SamplerEntry<Parameters> = Omit<SamplerRow, 'steps' | 'nfe'> & {
  sample: Sampler<Parameters>
  steps(levels: number, parameters: Parameters): number
  nfe(levels: number, parameters: Parameters): number
}

/** Along the times of a process `inTime`, else `onLevels`. */
function inTimeOr<P>(inTime: Sampler, onLevels: Sampler<P>): Sampler<P> {
  return (path, parameters) => (path.process ? inTime(path, parameters as object) : onLevels(path, parameters))
}

const WALKS: { readonly [N in SamplerName]: Sampler<ChoiceOf<N>> } = {
  langevin,
  euler: inTimeOr(eulerInTime, euler),
  heun: inTimeOr(heunInTime, heun),
  'reverse-diffusion': inTimeOr(reverseDiffusionInTime, reverseDiffusion),
  ancestral,
  ddim,
  'predictor-corrector': predictorCorrector,
  dpmpp2m,
  mala,
  naive,
  momentum,
  'momentum-ode': momentumOde,
  em,
  ei,
  ddpm,
  rk4,
  ipndm,
  deis,
  dpmpp3m,
  'dpmpp2m-sde': dpmpp2mSde,
  unipc,
  'euler-heun': eulerHeun,
  'sa-solver': saSolver,
  'er-sde': erSde,
  restart,
}

export const SAMPLERS = Object.fromEntries(
  SAMPLER_ROWS.map((row) => [row.name, { ...row, sample: WALKS[row.name] }]),
) as unknown as { readonly [N in SamplerName]: SamplerEntry<ChoiceOf<N>> }

export const SAMPLER_NAMES = Object.keys(SAMPLERS) as SamplerName[]

/** The entry of a choice. A choice carries the parameters of its own name, which the type of the table cannot say. */
export const samplerOf = (choice: SamplerChoice) => SAMPLERS[choice.name] as SamplerEntry<SamplerChoice>

/** A sampler with the default of every parameter that is not given. */
export const chooseSampler = <N extends SamplerName>(name: N, given: Partial<ChoiceOf<N>> = {}): ChoiceOf<N> =>
  ({ ...toCamel(samplerSpec.parse({ name })), ...given }) as ChoiceOf<N>

/** Whether a sampler steps in the times of a process, where the schedule has them, and ends at the last. */
export const stepsInTime = (choice: SamplerChoice, process: Process | null): process is Process =>
  process !== null && samplerOf(choice).stagesInTime !== null

/** Reports and evaluations of a walk along a schedule of so many levels. */
export const costOfWalk = (choice: SamplerChoice, { levels, process }: { levels: number; process: Process | null }) =>
  costOf(samplerOf(choice) as SamplerRow, { levels, inTime: process !== null }, choice)

/** The levels that a sampler walks: those of the schedule, and 0 where it ends in a step to 0. Refuses what is not falling. */
export function levelsOf(
  choice: SamplerChoice,
  given: readonly Level[],
  process: Process | null = null,
): readonly Level[] {
  const levels = checkedLevels(given)
  if (costOfWalk(choice, { levels: levels.length, process }).steps < 1)
    throw new Refusal(`levels: ${choice.name} steps from level to level, so that it needs two; got ${levels.length}.`, {
      field: 'schedule.levels',
    })
  checkWalkable(choice, sigmasOf(levels))
  return samplerOf(choice).appendsZero && !stepsInTime(choice, process) ? [...levels, { sigma: 0 }] : levels
}

/** The largest number of levels whose cost does not exceed `nfe` evaluations per sample: equal cost for unequal samplers. */
export function levelsAtCost(choice: SamplerChoice, nfe: number): number {
  const cost = (levels: number) => samplerOf(choice).nfe(levels, choice)
  // the first two may be cheaper: none to restart from
  const perLevel = cost(3) - cost(2)
  let levels = Math.floor((nfe - cost(1)) / perLevel) + 1
  // where some steps cost more than others
  while (levels > 1 && cost(levels) > nfe) levels--
  if (!(levels >= 1))
    throw new Refusal(`${choice.name} needs at least ${cost(1)} evaluations, got ${nfe}.`, { field: 'nfe' })
  return levels
}

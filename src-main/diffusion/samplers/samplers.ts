/** Samplers by name: the function, its source, and what it costs before it runs. */
import { toCamel, type Camel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import { samplerSpec, type SamplerConfig } from '#contract/sampler.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { ancestral } from './ancestral.ts'
import { ddim } from './ddim.ts'
import { dpmpp2m } from './dpmpp2m.ts'
import { euler } from './euler.ts'
import { heun } from './heun.ts'
import { langevin } from './langevin.ts'
import { predictorCorrector } from './predictor-corrector.ts'
import { reverseDiffusion } from './reverse-diffusion.ts'
import type { Sampler } from './walk.ts'

/** A sampler with all its parameters, as a run configuration spells them in code. */
export type SamplerChoice = Camel<SamplerConfig>
export type SamplerName = SamplerChoice['name']
export type ChoiceOf<N extends SamplerName> = Extract<SamplerChoice, { name: N }>

export type SamplerEntry<Parameters> = {
  title: string
  source: string
  sample: Sampler<Parameters>
  /** Whether a 0 is put after the levels, so that the last step is a step to 0. */
  appendsZero: boolean
  /**
   * Order in the number of steps, on its natural grid, of the result on the ODE (of its law for stochastic samplers), at the
   * default parameters save eta = 1 where there is one; null where refining the levels alone does not make the error vanish.
   */
  order: 1 | 2 | null
  /** Reports that a walk over so many levels gives. */
  steps(levels: number, parameters: Parameters): number
  /** Evaluations of the denoiser per sample over so many levels, the appended 0 not counted. */
  nfe(levels: number, parameters: Parameters): number
}

const onePerLevel = { appendsZero: true, steps: (levels: number) => levels, nfe: (levels: number) => levels }

export const SAMPLERS: { readonly [N in SamplerName]: SamplerEntry<ChoiceOf<N>> } = {
  langevin: {
    title: 'Annealed Langevin',
    source: 'Song & Ermon 2019, arXiv:1907.05600, Algorithm 1',
    sample: langevin,
    appendsZero: false,
    order: null,
    steps: (levels, { inner, denoise }) => levels * inner + (denoise ? 1 : 0),
    nfe: (levels, { inner, denoise }) => levels * inner + (denoise ? 1 : 0),
  },
  euler: {
    title: 'Euler (probability-flow ODE)',
    source: 'Karras et al. 2022, arXiv:2206.00364, Algorithm 1 without its correction',
    sample: euler,
    order: 1,
    ...onePerLevel,
  },
  heun: {
    title: 'Heun (EDM)',
    source: 'Karras et al. 2022, arXiv:2206.00364, Algorithm 2',
    sample: heun,
    order: 2,
    ...onePerLevel,
    nfe: (levels) => 2 * levels - 1,
  },
  'reverse-diffusion': {
    title: 'Euler-Maruyama (reverse diffusion)',
    source: 'Song et al. 2021, arXiv:2011.13456, eq. 46',
    sample: reverseDiffusion,
    order: 1,
    ...onePerLevel,
  },
  ancestral: {
    title: 'Ancestral',
    source: 'Ho et al. 2020, arXiv:2006.11239, eq. 7; eta as in k-diffusion',
    sample: ancestral,
    order: 1,
    ...onePerLevel,
  },
  ddim: {
    title: 'DDIM',
    source: 'Song, Meng & Ermon 2021, arXiv:2010.02502, eq. 12 and 16',
    sample: ddim,
    order: 1,
    ...onePerLevel,
  },
  'predictor-corrector': {
    title: 'Predictor-corrector',
    source: 'Song et al. 2021, arXiv:2011.13456, Algorithms 2 and 4',
    sample: predictorCorrector,
    order: null,
    ...onePerLevel,
    nfe: (levels, { correctorSteps }) => levels * (1 + correctorSteps),
  },
  dpmpp2m: {
    title: 'DPM-Solver++(2M)',
    source: 'Lu et al. 2022, arXiv:2211.01095, Algorithm 2',
    sample: dpmpp2m,
    order: 2,
    ...onePerLevel,
  },
}

export const SAMPLER_NAMES = Object.keys(SAMPLERS) as SamplerName[]

/** The entry of a choice. A choice carries the parameters of its own name, which the type of the table cannot say. */
export const samplerOf = (choice: SamplerChoice) => SAMPLERS[choice.name] as SamplerEntry<SamplerChoice>

/** A sampler with the default of every parameter that is not given. */
export const chooseSampler = <N extends SamplerName>(name: N, given: Partial<ChoiceOf<N>> = {}): ChoiceOf<N> =>
  ({ ...toCamel(samplerSpec.parse({ name })), ...given }) as ChoiceOf<N>

/** The levels that a sampler walks: those of the schedule, and 0 where it ends in a step to 0. Refuses what is not falling. */
export function levelsOf(choice: SamplerChoice, sigmas: ArrayLike<number>): number[] {
  const levels = [...sigmaSequence({ family: 'list', sigmas })]
  return samplerOf(choice).appendsZero ? [...levels, 0] : levels
}

/** The largest number of levels whose cost does not exceed `nfe` evaluations per sample: equal cost for unequal samplers. */
export function levelsAtCost(choice: SamplerChoice, nfe: number): number {
  const cost = (levels: number) => samplerOf(choice).nfe(levels, choice)
  const perLevel = cost(2) - cost(1)
  const levels = Math.floor((nfe - cost(1)) / perLevel) + 1
  if (!(levels >= 1))
    throw new Refusal(`${choice.name} needs at least ${cost(1)} evaluations, got ${nfe}.`, { field: 'nfe' })
  return levels
}

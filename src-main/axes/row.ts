/** What a sampler and its closed form on a Gaussian are told as, once: schemas, forms, help, lists and bibliography are derived from it. */
import type { z } from 'zod'
import type { Work } from './bibliography.ts'

/** A scheme of the oracle: the exact law of a sampler on a Gaussian. */
export type SchemeRow = {
  name: string
  /** Short, for legends and table heads. */
  label: string
  title: string
  source: string
  /** Colour and dash wherever it is drawn. */
  slot: number
  /** Order of the error in the step size. Null where it is no discretisation. */
  order: number | null
  /** The continuous dynamics of which it is a discretisation. */
  reference: 'sde' | 'ode'
  /** Steps, beside its own, that a moved knot changes: 1 of a scheme that does not remember, one more for each answer that it looks back on. */
  reach: 1 | 2 | 3 | 4
  /** Score evaluations for a grid of so many steps. */
  evaluations(steps: number, settings: { langevin: { inner: number } }): number
  /** Offered beside the canvas, in the coordinate sigma. */
  onCanvas: boolean
  /** The schedule doctor's word for it, where no sampler of a run has that word. */
  doctor?: string
}

export type SamplerRow = {
  name: string
  /** What others call it: taken with a word wherever it is written. */
  aliases?: readonly string[]
  title: string
  source: string
  works: readonly Work[]
  /** As users write them, snake_case, each with its default and meaning. */
  parameters: z.ZodRawShape
  /** Parameters in data units: the power of the unit that each bears. */
  inDataUnits?: Readonly<Record<string, number>>
  /** It asks for the density of the score's law too, so that it takes no network. */
  needsDensity?: true
  /** It undoes a corruption as the noise falls, and so takes a schedule of two curves. */
  corrupts?: true
  /** Whether a 0 is put after the levels, so that the last step is a step to 0. */
  appendsZero: boolean
  /**
   * Order in the number of steps, on its natural grid, of the result on the ODE (of its law for stochastic samplers), at the
   * default parameters save eta = 1 where there is one; null where refining the levels alone does not make the error vanish.
   */
  order: 1 | 2 | 3 | 4 | null
  /** Reports that a walk over so many levels gives; parameters in camelCase. */
  steps(levels: number, parameters: object): number
  /** Evaluations of the denoiser per sample over so many levels, the appended 0 not counted. */
  nfe(levels: number, parameters: object): number
  /**
   * Evaluations a step where it walks the times of a process: it then steps in t, and stops at the last time. Null: there too it goes
   * down the noise levels, as on any list.
   */
  stagesInTime: 1 | 2 | 4 | null
  /** Parameters, camelCase, that do nothing along these levels (falling, no 0): the field and why, each in a sentence. */
  idle?(parameters: object, sigmas: ArrayLike<number>): { field: string; message: string } | null
  /** Parameters, camelCase, with which it cannot walk these levels (falling, no 0): the field and why, in a sentence. */
  refused?(parameters: object, sigmas: ArrayLike<number>): { field: string; message: string } | null
  /** Its exact law on a Gaussian in the coordinate sigma. */
  law: SchemeRow | null
  /** The study of optimal grids takes it: its grid is placed by its law, at its default parameters. */
  studied: boolean
  /** Its label among the samplers of the quick look; null = not offered there. */
  look: string | null
  /** What the schedule doctor calls it, where that is another word (both are taken), and whether it makes Langevin steps. */
  doctor: { name?: string; langevin: boolean }
  /** Its function in k-diffusion. */
  kDiffusion: string | null
}

/** Keep the literal types of a row. */
export const samplerRow = <const R extends SamplerRow>(row: R): R => row
export const schemeRow = <const R extends SchemeRow>(row: R): R => row

/** What a walk costs: how many reports it gives and how often the denoiser is asked, for one sample. */
export function costOf(
  row: Pick<SamplerRow, 'steps' | 'nfe' | 'stagesInTime'>,
  { levels, inTime }: { levels: number; inTime: boolean },
  parameters: object,
): { steps: number; nfe: number } {
  if (inTime && row.stagesInTime !== null) return { steps: levels - 1, nfe: row.stagesInTime * (levels - 1) }
  return { steps: row.steps(levels, parameters), nfe: row.nfe(levels, parameters) }
}

/** The costs of a sampler that asks once at each level and steps to 0 from the last. */
export const onePerLevel = {
  appendsZero: true,
  steps: (levels: number) => levels,
  nfe: (levels: number) => levels,
}
const once = (steps: number) => steps
export const onSde = { order: 1, reference: 'sde', reach: 1, evaluations: once, onCanvas: false } as const
export const onOde = { order: 1, reference: 'ode', reach: 1, evaluations: once, onCanvas: false } as const

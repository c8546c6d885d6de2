/** What the schedule doctor is told and what it answers. */

import type { DoctorName } from '#axes/doctor.ts'
import type { TableInput } from '../../tables/table.ts'
import type { ScheduleSpec } from '../sequences.ts'
import type { DataRange } from '../units.ts'

export { DOCTOR_ROWS as SAMPLERS, type DoctorName as SamplerName } from '#axes/doctor.ts'

/** A list and what it is used with. Whatever is left out is not judged. */
export type Patient = {
  /** As the sampler visits it, noisiest first, 0 included if it is there. For `flow`: the times t of x = (1-t) x_0 + t z. */
  sigmas: ArrayLike<number>
  sampler: DoctorName
  /** `vp`: sigmas are sigma/alpha of a process that ends in unit noise. Default `ve`. */
  process?: 've' | 'vp' | 'flow'
  /** Whether the sampler itself goes on to 0 after the list; ours do. false: it runs the list as it stands. */
  appendsZero?: boolean
  /** Range of the data that the list is meant for; default [-1, 1]. */
  dataRange?: DataRange
  /** Standard deviation of the data per coordinate; default a quarter of the range's width. */
  dataStd?: number
  /** Numbers in one datum. */
  dimension?: number
  /** Largest distance between two data. */
  largestDistance?: number
  /** Langevin steps. */
  langevin?: { eps: number; inner: number; convention?: 'code' | 'report' }
  /** Variances of the data along their own axes, in units of the list, each with how many axes have it. */
  spectrum?: { values: ArrayLike<number>; weights: ArrayLike<number> }
  /** Settings of the sampler by their names in code, as churn. */
  settings?: { readonly [name: string]: unknown }
  /** What the network was trained with. `scales`: it is preconditioned for any sigma, so that its answers beyond the ends stay sensible. */
  trained?: {
    sigmaMin?: number
    sigmaMax?: number
    dataRange?: DataRange
    zeroTerminalSnr?: boolean
    scales?: boolean
  }
  /** The table of timesteps on which the network was trained: its levels stand for `trained`. */
  table?: TableInput
  /** What the network predicts. */
  parametrisation?: 'eps' | 'v' | 'x0'
  /** Timestep shift s of a flow, t -> s t/(1 + (s-1) t), that the list should carry once. */
  shift?: number
  /** The sequence that was asked for. */
  requested?: ScheduleSpec
  /** From and to of every step that the sampler really makes, if it does not follow the list. */
  steps?: readonly (readonly [number, number])[]
}

export type Level = 'error' | 'warning' | 'note'

/** What a finding advises: other levels, other numbers of the family, another family whole, other Langevin steps. */
export type Fix = {
  label: string
  sigmas?: Float64Array
  parameters?: { readonly [name: string]: number }
  schedule?: { readonly family: 'karras' | 'geometric'; readonly parameters: { readonly [name: string]: number } }
  sampler?: { readonly eps: number; readonly inner: number }
}

export type Finding = {
  code: string
  level: Level
  /** What is wrong. */
  message: string
  /** Why it matters. */
  why: string
  fix?: Fix
}

/** A check looks at one thing. `list` is the patient's list in float64, all finite. */
export type Check = (patient: Patient, list: Float64Array) => Finding | null

/** The list without a trailing 0. */
export const levelsOf = (list: Float64Array) =>
  list.length > 0 && list[list.length - 1] === 0 ? list.subarray(0, -1) : list

export const dataStdOf = ({ dataStd, dataRange = [-1, 1] }: Patient) => dataStd ?? (dataRange[1] - dataRange[0]) / 4

/** A number for a sentence. */
export const say = (value: number) => String(Number(value.toPrecision(4)))

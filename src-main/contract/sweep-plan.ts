/** What a sweep would run and cost, told before anything starts. */
import type { StepKind } from './sweep.ts'

export type StepPlan = {
  step: string
  kind: StepKind
  /** Runs to start, and cells that have a finished run already. */
  runs: number
  reused: number
  /** Of a network or score, one sample each: n x NFE of a sampling, steps x batch of a training. Null of other kinds. */
  evaluations: number | null
  /** Null where nothing tells. */
  seconds: number | null
  bytes: number | null
  /** What the figures come from: runs that were measured here, a stated source, or that there is none. */
  basis: string
}

export type SweepPlan = {
  name: string
  runs: number
  reused: number
  evaluations: number
  /** Sums over the steps that have a figure. */
  seconds: number
  bytes: number
  /** Steps of which no time, or no size, is known: the sums leave them out. */
  unknown: { seconds: string[]; bytes: string[] }
  steps: StepPlan[]
}

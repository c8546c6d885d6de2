/** What the high-dimension page draws of the Gaussian mixture: paths, and weights and shapes against d and N. Pure. */
import { Refusal } from '#contract/refusal.ts'
import type { DilationName } from '#theory/grids/time-grids.ts'
import { mixtureLimit, speciationTime, type Speciation } from '#theory/laws/mixture-limits.ts'
import { mixturePaths } from '#theory/laws/mixture-simulation.ts'
import { mixtureOutcome, type MixtureOutcome, type MixtureSpec } from '#theory/laws/mixture.ts'

/** The same sampler with time running evenly and with time dilated. */
export type PairedSpec = Omit<MixtureSpec, 'dilation'> & { dilation: Exclude<DilationName, 'none'>; kappa: number }
export const KINDS = ['plain', 'dilated'] as const
export type Kind = (typeof KINDS)[number]

const specOf = (spec: PairedSpec, kind: Kind): MixtureSpec => (kind === 'plain' ? { ...spec, dilation: 'none' } : spec)

export type Paths = {
  t: readonly number[]
  /** M_t of every sample. */
  mean: readonly (readonly number[])[]
  /** The first coordinates of the first sample. */
  coordinates: readonly (readonly number[])[]
  outcome: MixtureOutcome
  speciation: Speciation | null
}

const MOST_TIMES = 160

export const MIXTURE_TASKS = {
  'mixture/paths': (question: { spec: PairedSpec; samples: number; coordinates: number; seed: number }) => {
    const { spec, ...asked } = question
    const pathsOf = (kind: Kind): Paths => {
      const whole = mixturePaths(specOf(spec, kind), asked)
      const kept = keptTimes(whole.t.length)
      const only = (line: Float64Array) => kept.map((k) => line[k])
      return {
        t: only(whole.t),
        mean: whole.mean.map(only),
        coordinates: whole.coordinates.map(only),
        outcome: mixtureOutcome(specOf(spec, kind)),
        speciation: speciationTime(specOf(spec, kind)),
      }
    }
    return { plain: pathsOf('plain'), dilated: pathsOf('dilated') }
  },

  /** Weight and std of both against d, with the limit d -> infinity of the dilated one where it is known. */
  'mixture/against-d': ({ spec, values }: { spec: PairedSpec; values: readonly number[] }) => ({
    ...outcomes(values, (kind, d) => mixtureOutcome(specOf({ ...spec, d: Math.round(d) }, kind))),
    limit: limitOf(spec),
  }),

  /** The same against the number of Euler steps. */
  'mixture/against-steps': ({ spec, values }: { spec: PairedSpec; values: readonly number[] }) =>
    outcomes(values, (kind, steps) => mixtureOutcome(specOf({ ...spec, steps }, kind))),
}

type At = { x: number; weight: number; std: number }

function outcomes(values: readonly number[], compute: (kind: Kind, x: number) => MixtureOutcome) {
  const line = (kind: Kind): At[] =>
    values.map((x) => {
      try {
        return { x, ...compute(kind, x) }
      } catch (error) {
        if (error instanceof Refusal) return { x, weight: NaN, std: NaN }
        throw error
      }
    })
  return { plain: line('plain'), dilated: line('dilated') }
}

function limitOf(spec: PairedSpec): MixtureOutcome | null {
  const { dilation } = spec
  if (dilation !== 'vp' && dilation !== 've-lin') return null
  try {
    return mixtureLimit({ ...spec, dilation })
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** At most `MOST_TIMES` indices of `count`, both ends among them. */
export const keptTimes = (count: number): number[] => {
  const kept = Math.min(count, MOST_TIMES)
  return Array.from({ length: kept }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, kept - 1)))
}

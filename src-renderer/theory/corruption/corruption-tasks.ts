/** What is computed of samplers under a blur: laws per frequency, against the number of steps and along the time. Pure; run in the worker. */
import { SOFT_SAMPLERS, softLaw, type SoftSampler } from '#theory/errors/soft-law.ts'
import type { Level } from '#theory/grids/levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import type { Point } from '../../charts/plain-data.ts'
import { scheduleOfCurves, type TwoCurvesShape } from '../../shape/curve-knots.ts'
import { wholes } from '../places.ts'
import { stripOf } from './corrupted.ts'

export type CorruptionQuestion = {
  shapes: readonly TwoCurvesShape[]
  spectrum: readonly number[]
  frequencies: readonly number[]
  size: number
  steps: number
}
export type SamplerLaw = {
  sampler: SoftSampler
  /** At `steps`, of each frequency. */
  variances: readonly number[]
  targets: readonly number[]
  w2: number
  /** Variance against 1 - t, and that of the exact law, of each frequency. */
  along: readonly (readonly Point[])[]
  exact: readonly (readonly Point[])[]
  /** Against the number of steps: W2, and the variance of each frequency. */
  w2Against: readonly Point[]
  variancesAgainst: readonly (readonly Point[])[]
}

const PLACES = wholes(10, 1000, 13)
/** Points of a curve along the time. */
const MOST_POINTS = 120

export const CORRUPTION_TASKS = {
  'corruption/strip': stripOf,

  'corruption/laws': ({ shapes, steps, ...law }: CorruptionQuestion): SamplerLaw[][] =>
    shapes.map((shape) => {
      // Every sampler walks the same stops.
      const [own, ...against] = [steps, ...PLACES].map((steps) => ({
        steps,
        levels: scheduleLevels(scheduleOfCurves(shape, steps + 1)),
      }))
      return SOFT_SAMPLERS.map((sampler) => lawOf(sampler, own, against, law))
    }),
}

type Walk = { steps: number; levels: readonly Level[] }

function lawOf(
  sampler: SoftSampler,
  { levels }: Walk,
  places: readonly Walk[],
  law: Omit<CorruptionQuestion, 'shapes' | 'steps'>,
): SamplerLaw {
  const { variances, targets, w2, along, exact } = softLaw({ ...law, levels, sampler })
  const stride = Math.ceil(levels.length / MOST_POINTS)
  const points = (values: readonly number[]) =>
    values.flatMap((y, i) => (i % stride === 0 || i === values.length - 1 ? [{ x: 1 - levels[i].t!, y }] : []))
  const against = places.map(({ steps, levels }) => ({ steps, ...softLaw({ ...law, levels, sampler }) }))
  return {
    sampler,
    variances,
    targets,
    w2,
    along: along.map(points),
    exact: exact.map(points),
    w2Against: against.map(({ steps, w2 }) => ({ x: steps, y: w2 })),
    variancesAgainst: law.spectrum.map((_, k) =>
      against.map(({ steps, variances }) => ({ x: steps, y: variances[k] })),
    ),
  }
}

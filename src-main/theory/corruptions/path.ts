/** The way from data to what is sampled from: a corruption and the levels that it goes through. */
import type { Corruption } from '#contract/corruption.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Level } from '../grids/levels.ts'

/** `levels` largest first, each with its time. */
export type CorruptionPath = { corruption: Corruption; levels: readonly Level[] }

/** A schedule that is drawn or rounded may miss the curves of a training by so much of their largest value. */
const TOLERANCE = 0.01

/** Refuses levels that a network trained along `path` has not learned: it knows sigma and the corruption by the time alone. */
export function checkOnPath({ levels: trained }: CorruptionPath, asked: readonly Level[]): void {
  const most = { sigma: trained[0].sigma, corruption: trained[0].corruption ?? 0 }
  for (const level of asked) {
    const { sigma, t, corruption = 0 } = level
    if (t === undefined || level.corruption === undefined)
      throw new Refusal(
        `schedule: this network was trained along a schedule of two curves and knows a level by its time, which a schedule of noise alone does not say. Take family two-stage, joint or curves, as it was trained.`,
        { field: 'schedule', code: 'conflict' },
      )
    const known = levelAt(trained, t)
    const far = (value: number, wanted: number, scale: number) => Math.abs(value - wanted) > TOLERANCE * scale
    if (far(sigma, known.sigma, most.sigma) || far(corruption, known.corruption, most.corruption))
      throw new Refusal(
        `schedule: at t = ${short(t)} it has sigma ${short(sigma)} and level ${short(corruption)}, where this network was trained at ${short(known.sigma)} and ${short(known.corruption)}. Take the curves that it was trained along; their number of levels is free.`,
        { field: 'schedule', code: 'conflict' },
      )
  }
}

const short = (value: number) => String(Number(value.toPrecision(3)))

/** The curves at time t, linear between their levels. */
export function levelAt(levels: readonly Level[], t: number): { sigma: number; corruption: number } {
  const last = levels[levels.length - 1]
  const after = levels.findIndex((level) => (level.t ?? 0) <= t)
  const [b, a] = after <= 0 ? [after === 0 ? levels[0] : last, null] : [levels[after], levels[after - 1]]
  const share = a === null ? 0 : (t - (b.t ?? 0)) / ((a.t ?? 0) - (b.t ?? 0))
  const between = (from: number, to: number) => from + share * (to - from)
  return {
    sigma: between(b.sigma, a?.sigma ?? b.sigma),
    corruption: between(b.corruption ?? 0, a?.corruption ?? b.corruption ?? 0),
  }
}

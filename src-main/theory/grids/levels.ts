/** Where a walk from noise to data stops. */
import { Refusal } from '#contract/refusal.ts'
import { sigmaSequence } from './sequences.ts'

/**
 * One stop of a schedule: the state is x = C_level x_0 + sigma z in data units, x_t/alpha with sigma = sigma_t/alpha for a process
 * that scales the data. `t` is the time at which its process or corruption schedule has it, `corruption` the level of the
 * corruption there (0: none); both absent where a schedule is noise alone.
 */
export type Level = {
  readonly sigma: number
  readonly t?: number
  readonly corruption?: number
  /** Of the table of timesteps on which the grid stands; a fraction between two of them. */
  readonly timestep?: number
}

export const levelsFrom = (sigmas: ArrayLike<number>): Level[] => Array.from(sigmas, (sigma) => ({ sigma }))
export const sigmasOf = (levels: readonly Level[]): number[] => levels.map(({ sigma }) => sigma)

/** The same stops of data in other units, of which `factor` are one of these. */
export const rescaledLevels = (levels: readonly Level[], factor: number): Level[] =>
  levels.map((level) => ({ ...level, sigma: level.sigma * factor }))

/** The same levels, if a walk can go down them: noise falls strictly, or rests while the corruption or the time falls. */
export function checkedLevels(levels: readonly Level[]): readonly Level[] {
  const rests = (i: number) => i > 0 && levels[i].sigma === levels[i - 1].sigma
  const fallen = (key: 'corruption' | 't', i: number) => (levels[i][key] ?? 0) < (levels[i - 1][key] ?? 0)
  sigmaSequence({ family: 'list', sigmas: sigmasOf(levels.filter((_, i) => !rests(i))) })
  levels.forEach((level, i) => {
    if (i > 0 && (level.corruption ?? 0) > (levels[i - 1].corruption ?? 0))
      throw new Refusal(
        `levels must fall or rest, as the noise does: ${level.corruption} follows ${levels[i - 1].corruption}.`,
        { field: 'levels' },
      )
    if (rests(i) && !fallen('corruption', i) && !fallen('t', i))
      throw new Refusal(`Two levels are the same: sigma ${level.sigma} follows itself. Leave one out.`, {
        field: 'sigmas',
      })
  })
  return levels
}

/** Grids that stand on a table's timesteps: which ones, largest first, as the programs that gave them their names have them. */
import type { Interpolation } from '#axes/tables/parameters.ts'
import { Refusal } from '#contract/refusal.ts'
import { betaQuantile } from '../../statistics/beta.ts'
import { roundToEven, type Table } from '../../tables/table.ts'
import { evenly } from '../../tables/table-sigmas.ts'
import type { Place, Placed } from './place.ts'

/** The levels of timesteps that fall; `rule` is that of the grid's own program between two of them. */
function at(table: Table, timesteps: ArrayLike<number>, rule: Interpolation): Placed {
  const nearest = (table.spec.interpolation ?? rule) === 'nearest'
  const stood = nearest ? apart(Array.from(timesteps, roundToEven)) : Float64Array.from(timesteps)
  return { timesteps: stood, sigmas: stood.map((t) => table.sigmaAt(t, rule)) }
}

/** Whole timesteps that fall, none twice: whichever is taken makes room by moving to the next free one below, else above. */
export function apart(timesteps: readonly number[]): Float64Array {
  const free = Float64Array.from(timesteps)
  for (let i = 1; i < free.length; i++) free[i] = Math.min(free[i], free[i - 1] - 1)
  for (let i = free.length - 1, least = 0; i >= 0; i--, least++) free[i] = Math.max(free[i], least)
  return free
}

const lastOf = (table: Table) => table.sigmas.length - 1
const counted = (n: number, timestep: (i: number) => number) => Array.from({ length: n }, (_, i) => timestep(i))

/** (T-1)(1-u), broken line in log sigma. */
export const normal: Place<'normal'> = (n, _, table) => at(table, evenly(lastOf(table), 0, n), 'log-sigma')

/** T-1 - floor(i T/n). */
export const simple: Place<'simple'> = (n, _, table) => {
  const stride = table.sigmas.length / n
  return at(
    table,
    counted(n, (i) => lastOf(table) - Math.floor(i * stride)),
    'nearest',
  )
}

/** (T-1)(1 - i/n), broken line in log sigma. */
export const sgmUniform: Place<'sgm-uniform'> = (n, _, table) =>
  at(table, evenly(lastOf(table), 0, n + 1).subarray(0, n), 'log-sigma')

/** 1 + k floor(T/n), k = n-1 .. 0; from 0 where the last would lie beyond the table. */
export const ddimUniform: Place<'ddim-uniform'> = (n, _, table) => {
  const stride = Math.floor(table.sigmas.length / n)
  const first = Math.min(1, lastOf(table) - (n - 1) * stride)
  return at(
    table,
    counted(n, (i) => first + (n - 1 - i) * stride),
    'nearest',
  )
}

/** round((T-1) F^-1(1 - i/n)), F the law Beta(a, b). Lee et al. 2024, arXiv:2407.12173. */
export const beta: Place<'beta'> = (n, { a, b }, table) =>
  at(
    table,
    // The last digits of a quantile do not decide how a half is rounded.
    counted(n, (i) => Number((lastOf(table) * betaQuantile(1 - i / n, a, b)).toPrecision(12))),
    'nearest',
  )

/** (T-1)(1 - i/(n-1+m)), broken line in sigma. */
export const linspace: Place<'linspace'> = (n, { spare }, table) =>
  at(table, evenly(lastOf(table), 0, n + spare).subarray(0, n), 'linear-sigma')

/** k_0 + (n-1+m-i) floor(T/(n+m)). */
export const leading: Place<'leading'> = (n, { offset, spare }, table) => {
  const stride = Math.floor(table.sigmas.length / (n + spare))
  const top = offset + (n - 1 + spare) * stride
  if (top > lastOf(table))
    throw new Refusal(
      `leading with offset ${offset} and ${n} levels reaches timestep ${top}, beyond the last of the table, ${lastOf(table)}: lower offset, or ask for fewer levels.`,
      { field: 'offset' },
    )
  return at(
    table,
    counted(n, (i) => top - i * stride),
    'nearest',
  )
}

/** round(T - i T/n) - 1, halves to the even one. */
export const trailing: Place<'trailing'> = (n, _, table) => {
  const stride = table.sigmas.length / n
  return at(
    table,
    counted(n, (i) => roundToEven(table.sigmas.length - i * stride) - 1),
    'nearest',
  )
}

/** A table of timesteps to look things up in: the sigma of a timestep, whole or not, and the timestep of a sigma. */
import { tableFields, type TableName } from '#axes/tables/tables.ts'
import type { Interpolation } from '#axes/tables/parameters.ts'
import { toCamel, toSnake } from '#contract/casing.ts'
import { parse } from '#contract/parse.ts'
import { z } from 'zod'
import { tableSigmas, type TableSpec } from './table-sigmas.ts'

/** As users and files give it: its word, or its name with some of its fields. */
export type TableInput = TableName | ({ readonly name: TableName } & { readonly [field: string]: unknown })

export type Table = {
  readonly spec: TableSpec
  /** Of timesteps 0 to T - 1, rising; the last may be infinite. */
  readonly sigmas: Float64Array
  /** sigma at timestep `t` of [0, T - 1] by the table's rule, else by `rule`. */
  sigmaAt(t: number, rule: Interpolation): number
  /** The timestep of `sigma` by the table's rule, else by `rule`; beyond the ends, the end. */
  timestepAt(sigma: number, rule: Interpolation): number
}

const withTable = z.strictObject({ table: tableFields })

/** Every field of a table, defaults filled in; refuses with field and remedy. */
export function tableSpec(given: TableInput): TableSpec {
  const named = typeof given === 'string' ? { name: given } : given
  return toCamel(parse(withTable, { table: toSnake(named) }, 'Schedule')).table
}

let latest: { key: string; table: Table } | null = null

export function tableOf(given: TableInput): Table {
  // A drag asks for the same table at each frame.
  const key = JSON.stringify(given)
  if (latest?.key === key) return latest.table
  const spec = tableSpec(given)
  const sigmas = tableSigmas(spec)
  const table: Table = {
    spec,
    sigmas,
    sigmaAt: (t, rule) => sigmaAt(sigmas, t, spec.interpolation ?? rule),
    timestepAt: (sigma, rule) => timestepAt(sigmas, sigma, spec.interpolation ?? rule),
  }
  latest = { key, table }
  return table
}

/** `nearest`: of the whole timestep, halves to the even one. Else a broken line through sigma or log sigma. */
export function sigmaAt(sigmas: Float64Array, t: number, rule: Interpolation): number {
  const last = sigmas.length - 1
  if (!(t > 0)) return sigmas[0]
  if (t >= last) return sigmas[last]
  const below = Math.floor(t)
  const share = t - below
  if (share === 0) return sigmas[below]
  if (rule === 'nearest') return sigmas[roundToEven(t)]
  const [low, high] = [sigmas[below], sigmas[below + 1]]
  if (rule === 'linear-sigma') return low + share * (high - low)
  return Math.exp((1 - share) * Math.log(low) + share * Math.log(high))
}

/** `nearest` is nearest in log sigma. */
export function timestepAt(sigmas: Float64Array, sigma: number, rule: Interpolation): number {
  const last = sigmas.length - 1
  if (!(sigma > sigmas[0])) return 0
  if (sigma >= sigmas[last]) return last
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (sigmas[middle] <= sigma) low = middle
    else high = middle
  }
  if (sigmas[low] === sigma) return low
  const scale = rule === 'linear-sigma' ? (value: number) => value : Math.log
  const share = (scale(sigma) - scale(sigmas[low])) / (scale(sigmas[high]) - scale(sigmas[low]))
  return rule === 'nearest' ? (share <= 0.5 ? low : high) : low + share
}

/** Halves go to the even neighbour, as NumPy rounds. */
export function roundToEven(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

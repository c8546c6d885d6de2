/** What a grid that theory places is given and answers, by the name of its row. */
import { GRID_ROWS } from '#axes/grids/grids.ts'
import type { Camel } from '#contract/casing.ts'
import type { Table } from '../../tables/table.ts'
import type { z } from 'zod'

type Row = (typeof GRID_ROWS)[number]
/** Rows whose levels are no function of u alone. */
export type PlacedName = Exclude<Row, { sigma: unknown }>['name']
type Shape<N> = Extract<Row, { name: N }> extends { parameters: infer S extends z.ZodRawShape } ? S : never

/** Every parameter but `levels` and `table`, defaults filled in, ends of a table included. */
export type PlaceParameters<N extends PlacedName> = Omit<Camel<z.output<z.ZodObject<Shape<N>>>>, 'levels' | 'table'> &
  ('sigma_max' extends keyof Shape<N> ? { sigmaMax: number; sigmaMin: number } : object)

export type Placed = {
  /** Largest first; may hold infinity, where the table does or at t = 1. */
  sigmas: Float64Array
  /** Of the table, fractions where the grid lies between two. */
  timesteps?: Float64Array
  /** t of a flow. */
  times?: Float64Array
}

/** `n` levels, exactly. */
export type Place<N extends PlacedName> = (
  n: number,
  parameters: PlaceParameters<N>,
  table: 'table' extends keyof Shape<N> ? (Shape<N>['table'] extends z.ZodOptional ? Table | null : Table) : null,
) => Placed

/**
 * Schedules by name: where a sampler stops, as noise levels in data units, largest first.
 *
 * A sequence has exactly `levels` values and no trailing 0; samplers of the probability-flow ODE append the 0 themselves.
 * Ends that were given are assigned, not computed, so that `sigma_max` and `sigma_min` come back bit for bit.
 */

import { fieldsOfRow, type RowField } from '#axes/fields.ts'
import { GRID_ROWS } from '#axes/grids/grids.ts'
import type { GridRow, Numbers } from '#axes/grids/grid-row.ts'
import { camelKey, type Camel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { z } from 'zod'
import { tableOf, type Table, type TableInput } from '../tables/table.ts'
import { STAND_IN_SIGMA } from '../tables/table-sigmas.ts'
import { checkedList, falling, refuseLevels, refuseRange } from './checked-levels.ts'
import { drawnLevels, type DrawnSchedule } from './knot-curve.ts'
import type { Placed } from './places/place.ts'
import { PLACES } from './places/places.ts'
import { processLevels, type ProcessSchedule } from './process-levels.ts'

type SpecOf<R> = R extends { name: infer F; parameters: infer S extends z.ZodRawShape }
  ? { family: F } & Camel<z.input<z.ZodObject<S>>>
  : never
/** What names a sequence: the family and its parameters, in data units where they are sigmas. */
export type ScheduleSpec =
  SpecOf<(typeof GRID_ROWS)[number]> | { family: 'list'; sigmas: ArrayLike<number> } | DrawnSchedule | ProcessSchedule

export type SequenceFamily = ScheduleSpec['family']

/** Levels with what else a network may be told of each: the table's timestep, or the time of a flow. */
export type Levels = {
  sigmas: Float64Array
  timesteps?: Float64Array
  times?: Float64Array
  /** Finite sigma that stands for the infinite first level, if one does. */
  standIn?: number
}

type SequenceEntry = Omit<GridRow, 'parameters'> & {
  /** Numbers besides `levels`; null = required, undefined = may be left out. */
  readonly parameters: { readonly [name: string]: number | null | undefined }
  /** Every parameter besides `levels`, in code's own spelling of the name. */
  readonly fields: readonly (RowField & { readonly key: string })[]
}

/** Families with a formula of their own: not a list or a drawing, whose levels are given, nor the times of a process. */
export type FormulaFamily = Exclude<SequenceFamily, 'list' | 'drawn' | 'process'>

export const SEQUENCES = Object.fromEntries(GRID_ROWS.map((row) => [row.name, entryOf(row)])) as {
  readonly [F in FormulaFamily]: SequenceEntry
}

function entryOf(row: GridRow): SequenceEntry {
  const fields = fieldsOfRow(row)
    .filter(({ name }) => name !== 'levels')
    .map((field) => ({ ...field, key: camelKey(field.name) }))
  const numbers = fields.filter(({ is }) => is === 'number')
  const filledIn = numbers.map(({ key, required, fallback }) => [
    key,
    required ? null : (fallback as number | undefined),
  ])
  return { ...row, parameters: { ...Object.fromEntries(filledIn), ...row.implied }, fields }
}

/** The levels that `spec` names, in float64, strictly falling. Refuses, naming the field, what makes no such sequence. */
export const sigmaSequence = (spec: ScheduleSpec): Float64Array => resolveLevels(spec).sigmas

/** The same with the timesteps of a table or the times of a flow, where the grid has them. */
export function resolveLevels(spec: ScheduleSpec): Levels {
  if (spec.family === 'list') return { sigmas: checkedList(spec.sigmas) }
  if (spec.family === 'drawn') return { sigmas: drawnLevels(spec) }
  if (spec.family === 'process') return processLevels(spec)
  const entry = Object.hasOwn(SEQUENCES, spec.family) ? SEQUENCES[spec.family] : undefined
  if (!entry)
    throw new Refusal(
      `There is no sequence "${String(spec.family)}"; choose one of ${[...Object.keys(SEQUENCES), 'list', 'drawn', 'process'].join(', ')}.`,
      { field: 'family' },
    )
  const { table: named, ...given } = spec as Record<string, unknown> & { family: string; levels: number }
  const table = named === undefined ? null : tableOf(named as TableInput)
  const p = parametersOf(entry, given, table)
  refuseLevels(given.levels)
  if (entry.ends) refuseEnds(entry, given.levels, p as Numbers, table)
  const fault = entry.refuse?.(p as Numbers)
  if (fault) throw new Refusal(fault.message, { field: fault.field })

  const placed = entry.sigma
    ? { sigmas: alongCurve(entry.sigma, given.levels, p as Numbers) }
    : (PLACES[entry.name as keyof typeof PLACES] as unknown as AnyPlace)(given.levels, p, table)
  const { sigmas, standIn } = withStandIn(placed.sigmas, p.terminal, table)
  const levels = falling(sigmas, `this ${spec.family} sequence`)
  return { ...others(placed, sigmas, table), sigmas: levels, ...(standIn && { standIn }) }
}

type AnyPlace = (n: number, parameters: object, table: Table | null) => Placed

/** sigma(u) at even u, ends assigned where they are parameters; of a single level its first. */
function alongCurve(sigma: NonNullable<GridRow['sigma']>, n: number, p: Numbers): Float64Array {
  const sigmas = Float64Array.from({ length: n }, (_, i) => sigma(n === 1 ? 0 : i / (n - 1), p))
  if ('sigmaMin' in p) {
    sigmas[n - 1] = p.sigmaMin
    sigmas[0] = p.sigmaMax
  }
  return sigmas
}

/** Timesteps of a table and times of a flow, those that the grid gave itself before those that its sigmas have. */
function others({ timesteps, times }: Placed, sigmas: Float64Array, table: Table | null): Omit<Levels, 'sigmas'> {
  if (times) return { times }
  if (!table) return {}
  return { timesteps: timesteps ?? sigmas.map((sigma) => table.timestepAt(sigma, 'log-sigma')) }
}

/** Puts the finite sigma in place of an infinite first one, where it is asked for; refuses the infinite one else. */
function withStandIn(sigmas: Float64Array, terminal: unknown, table: Table | null) {
  if (sigmas[0] !== Infinity) {
    const stands = table && sigmas[0] === STAND_IN_SIGMA
    if (stands && sigmas[1] >= STAND_IN_SIGMA)
      throw new Refusal(
        `The stand-in of the last timestep, sigma 4096, lies below the level that follows, ${Math.round(sigmas[1])}, so that sampling would begin with a step up: ask for fewer levels.`,
        { field: 'levels' },
      )
    return { sigmas, ...(stands && { standIn: STAND_IN_SIGMA }) }
  }
  if (terminal === undefined || terminal === 'infinite')
    throw new Refusal(
      table
        ? 'The first level is infinite: at zero terminal SNR the last timestep holds no signal. There an eps network says nothing of the picture (x_0 = (x - sigma eps)/alpha divides by 0), a v network does (x_0 = -v). Set terminal to alpha-bar-2^-24, sigma 4096, as programs do, or take a grid that leaves that timestep out, as leading.'
        : 'The first level is infinite: a flow at t = 1 is noise alone. Set terminal to alpha-bar-2^-24, sigma 4096, or t_max below 1.',
      { field: table ? 'table.terminal' : 'terminal' },
    )
  // Very fine grids of a flow have a second level above it.
  const standIn = Math.max(STAND_IN_SIGMA, 2 * (sigmas[1] ?? 0))
  return { sigmas: withFirst(sigmas, standIn), standIn }
}

const withFirst = (sigmas: Float64Array, first: number) => sigmas.map((sigma, i) => (i === 0 ? first : sigma))

/** Every parameter of the family, defaults and a table's ends filled in. */
function parametersOf(
  entry: SequenceEntry,
  given: Record<string, unknown>,
  table: Table | null,
): Record<string, unknown> {
  const p: Record<string, unknown> = {}
  for (const { name, key, is, required, fallback, options, schema } of entry.fields) {
    const value = given[key] ?? entry.implied?.[key] ?? fallback ?? endOf(key, table)
    if (is === 'table') {
      if (required && !table)
        throw new Refusal(
          `The ${entry.name} grid stands on a table of timesteps: give table, as table=scaled-linear.`,
          {
            field: 'table',
          },
        )
      continue
    }
    if (value === null || value === undefined) {
      if (required || (entry.ends && key.startsWith('sigma'))) throw missing(entry, name)
      continue
    }
    if (is === 'number' && (typeof value !== 'number' || !Number.isFinite(value)))
      throw new Refusal(`${name} must be a finite number; got ${String(value)}.`, { field: name })
    if (is !== 'number' && !schema.safeParse(value).success)
      throw new Refusal(`${name} must be one of ${options.join(', ')}; got ${String(value)}.`, { field: name })
    p[key] = value
  }
  return p
}

const missing = (entry: SequenceEntry, name: string) =>
  new Refusal(
    `The ${entry.name} sequence needs ${name}${entry.ends === 'range-or-table' ? ', or a table whose ends it takes' : ''}.`,
    { field: name },
  )

const endOf = (key: string, table: Table | null) =>
  table &&
  (key === 'sigmaMax' ? table.sigmas[table.sigmas.length - 1] : key === 'sigmaMin' ? table.sigmas[0] : undefined)

function refuseEnds(entry: SequenceEntry, levels: number, p: Numbers, table: Table | null): void {
  if (entry.ends === 'table') {
    if (table && levels > table.sigmas.length)
      throw new Refusal(
        `levels = ${levels} is above the ${table.sigmas.length} timesteps of the table: ask for fewer.`,
        {
          field: 'levels',
        },
      )
    return
  }
  refuseRange(p.sigmaMin, p.sigmaMax)
}

/**
 * Sigma sequences by name: where a sampler stops, as noise levels in data units, largest first.
 *
 * A sequence has exactly `levels` values and no trailing 0; samplers of the probability-flow ODE append the 0 themselves.
 * Both ends are assigned, not computed, so that `sigma_max` and `sigma_min` come back bit for bit.
 */

import { GRID_ROWS } from '#axes/grids/grids.ts'
import type { GridRow, Numbers } from '#axes/grids/grid-row.ts'
import { toCamel, toSnake, type Camel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { z } from 'zod'

type SpecOf<R> = R extends { name: infer F; parameters: infer S extends z.ZodRawShape }
  ? { family: F } & Camel<z.input<z.ZodObject<S>>>
  : never
/** What names a sequence: the family and its parameters, in data units where they are sigmas. */
export type ScheduleSpec = SpecOf<(typeof GRID_ROWS)[number]> | { family: 'list'; sigmas: ArrayLike<number> }

export type SequenceFamily = ScheduleSpec['family']

type SequenceEntry = Omit<GridRow, 'parameters'> & {
  /** Parameters besides `levels`; null = required. */
  readonly parameters: { readonly [name: string]: number | null }
}

export const MAX_LEVELS = 1_000_000

/** Every family but `list`, whose levels are given. */
export const SEQUENCES = Object.fromEntries(GRID_ROWS.map((row) => [row.name, entryOf(row)])) as {
  readonly [F in Exclude<SequenceFamily, 'list'>]: SequenceEntry
}

function entryOf(row: GridRow): SequenceEntry {
  const filledIn = Object.entries(row.parameters)
    .filter(([name]) => name !== 'levels')
    .map(([name, schema]) => [name, (schema as z.ZodType).safeParse(undefined).data ?? null])
  return { ...row, parameters: { ...toCamel(Object.fromEntries(filledIn) as object), ...row.implied } }
}

/** The name under which users write a parameter. */
const fieldOf = (name: string) => Object.keys(toSnake({ [name]: 0 }) as object)[0]

/** The levels that `spec` names, in float64, strictly falling. Refuses, naming the field, what makes no such sequence. */
export function sigmaSequence(spec: ScheduleSpec): Float64Array {
  if (spec.family === 'list') return checkedList(spec.sigmas)
  const entry = Object.hasOwn(SEQUENCES, spec.family) ? SEQUENCES[spec.family] : undefined
  if (!entry)
    throw new Refusal(
      `There is no sequence "${String(spec.family)}"; choose one of ${[...Object.keys(SEQUENCES), 'list'].join(', ')}.`,
      {
        field: 'family',
      },
    )
  const p = parametersOf(entry, spec)
  refuseLevels(spec.levels)
  if ('sigmaMin' in entry.parameters) refuseRange(p.sigmaMin, p.sigmaMax)
  const fault = entry.refuse?.(p)
  if (fault) throw new Refusal(fault.message, { field: fault.field })

  const n = spec.levels
  const sigmas = Float64Array.from({ length: n }, (_, i) => entry.sigma(i / (n - 1), p))
  if ('sigmaMin' in entry.parameters) {
    sigmas[0] = p.sigmaMax
    sigmas[n - 1] = p.sigmaMin
  }
  for (let i = 0; i < n; i++) {
    const inside = sigmas[i] > 0 && sigmas[i] < Infinity
    if (!inside || (i > 0 && !(sigmas[i] < sigmas[i - 1])))
      throw new Refusal(
        `Levels ${i} and ${i + 1} of this ${spec.family} sequence cannot be told apart in float64; ask for fewer levels or a wider range.`,
        { field: 'levels' },
      )
  }
  return sigmas
}

/** Every parameter of the family, defaults filled in. */
function parametersOf(entry: SequenceEntry, spec: Exclude<ScheduleSpec, { family: 'list' }>): Numbers {
  const given = spec as unknown as Record<string, unknown>
  const p: Numbers = {}
  for (const [name, fallback] of Object.entries(entry.parameters)) {
    const field = fieldOf(name)
    const value = given[name] ?? fallback
    if (value === null || value === undefined)
      throw new Refusal(`The ${spec.family} sequence needs ${field}.`, { field })
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new Refusal(`${field} must be a finite number; got ${String(value)}.`, { field })
    p[name] = value
  }
  return p
}

function refuseLevels(levels: number): void {
  if (!Number.isInteger(levels) || levels < 2 || levels > MAX_LEVELS)
    throw new Refusal(`levels must be a whole number from 2 to ${MAX_LEVELS}; got ${levels}.`, { field: 'levels' })
}

function refuseRange(sigmaMin: number, sigmaMax: number): void {
  if (!(sigmaMin > 0))
    throw new Refusal(`sigma_min must be above 0 (samplers that end at 0 append it); got ${sigmaMin}.`, {
      field: 'sigma_min',
    })
  if (!(sigmaMax > sigmaMin))
    throw new Refusal(`sigma_max must be above sigma_min = ${sigmaMin}; got ${sigmaMax}.`, { field: 'sigma_max' })
}

function checkedList(list: ArrayLike<number> | undefined): Float64Array {
  const n = list?.length ?? 0
  if (!list || n < 1 || n > MAX_LEVELS) throw badList(`A list needs from 1 to ${MAX_LEVELS} sigmas; got ${n}.`)
  const sigmas = Float64Array.from(list)
  for (let i = 0; i < n; i++) {
    const sigma = sigmas[i]
    if (sigma === 0 && i === n - 1)
      throw badList('A list of levels has no trailing 0; leave it out, for the samplers that end at 0 append it.')
    if (!(sigma > 0 && sigma < Infinity))
      throw badList(`Sigma ${i + 1} of the list must be finite and above 0; got ${sigma}.`)
    if (i > 0 && !(sigma < sigmas[i - 1]))
      throw badList(`The list must fall strictly, largest first; sigma ${i + 1} = ${sigma} follows ${sigmas[i - 1]}.`)
  }
  return sigmas
}

const badList = (message: string) => new Refusal(message, { field: 'sigmas' })

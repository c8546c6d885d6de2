/** One schedule on the sheet: a family with its parameters, a list, or a drawn curve. Immutable values; pure. */
import { Refusal } from '#contract/refusal.ts'
import { toSnake } from '#contract/casing.ts'
import type { TableName } from '#axes/tables/tables.ts'
import type { DataRange, ScheduleInput } from '#contract/schedule.ts'
import {
  resolveLevels,
  sigmaSequence,
  type Levels,
  type ScheduleSpec,
  type FormulaFamily,
} from '#theory/grids/sequences.ts'
import { tableOf, type TableInput } from '#theory/tables/table.ts'
import { drawnLevels, type Knot } from '#theory/grids/knot-curve.ts'
import { curveLists, scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { sigmasOf } from '#theory/grids/levels.ts'
import { scheduleOfCurves, type TwoCurvesShape } from './curve-knots.ts'

export type FamilyName = FormulaFamily
/** A table of timesteps: its name with its fields, in code's spelling. */
export type TableChoice = {
  readonly name: TableName
  readonly [field: string]: string | number | boolean | readonly number[]
}
export type Value = number | string | boolean | TableChoice
export type Parameters = { readonly [name: string]: Value }
export type Shape =
  | { readonly kind: 'family'; readonly family: FamilyName; readonly parameters: Parameters }
  | {
      readonly kind: 'list'
      readonly sigmas: readonly number[]
      /** The table that its levels came from: kept to see and to take back, not part of the list. */
      readonly table?: TableChoice
    }
  | { readonly kind: 'drawn'; readonly knots: readonly Knot[]; readonly levels: number }
  | TwoCurvesShape

export type Draft = {
  readonly id: string
  readonly name: string
  /** The name was typed: it stays whatever becomes of the shape. */
  readonly typed?: boolean
  readonly shape: Shape
  readonly dataRange: DataRange
  /** Colour and dash on the sheet, 0 to 7; null = not overlaid. */
  readonly slot: number | null
  /** The saved schedule that this one came from or was saved as. */
  readonly savedId: string | null
  /** The shape as it was last saved, to tell what is unsaved. */
  readonly savedShape: Shape | null
}

export type Sequence =
  | { readonly ok: true; readonly sigmas: readonly number[]; readonly levels?: Omit<Levels, 'sigmas'> }
  | { readonly ok: false; readonly field: string; readonly message: string }

const known = new WeakMap<Shape, Sequence>()

/** The levels of a shape, or what to change where it has none. The same answer object for the same shape. */
export function sequenceOf(shape: Shape): Sequence {
  const found = known.get(shape)
  if (found) return found
  const made = compute(shape)
  known.set(shape, made)
  return made
}

function compute(shape: Shape): Sequence {
  try {
    if (shape.kind === 'list') {
      sigmaSequence({ family: 'list', sigmas: shape.sigmas })
      const table = shape.table && tableOf(shape.table as TableInput)
      const timesteps = table && Float64Array.from(shape.sigmas, (sigma) => table.timestepAt(sigma, 'log-sigma'))
      return { ok: true, sigmas: shape.sigmas, ...(timesteps && { levels: { timesteps } }) }
    }
    if (shape.kind === 'drawn')
      return {
        ok: true,
        sigmas: Array.from(drawnLevels({ family: 'drawn', levels: shape.levels, knots: shape.knots })),
      }
    if (shape.kind === 'curves') return { ok: true, sigmas: sigmasOf(scheduleLevels(scheduleOfCurves(shape))) }
    const { sigmas, ...levels } = resolveLevels({
      family: shape.family,
      ...shape.parameters,
    } as unknown as ScheduleSpec)
    return { ok: true, sigmas: Array.from(sigmas), levels }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, field: error.field ?? 'family', message: error.message }
    throw error
  }
}

/** Levels of the corruption at each sigma, of a shape that has levels; null where it is noise alone. */
export const secondCurveOf = ({ shape }: Pick<Draft, 'shape'>): readonly number[] | null =>
  shape.kind === 'curves' ? (curveLists(scheduleLevels(scheduleOfCurves(shape))).levels ?? null) : null

/** As it is saved, sent to a sampler or written in a configuration. A drawn curve is its knots. */
export function specOf({ name, shape, dataRange }: Pick<Draft, 'name' | 'shape' | 'dataRange'>): ScheduleInput {
  const common = { name: name || undefined, data_range: [...dataRange] }
  if (shape.kind === 'family')
    return { family: shape.family, ...(toSnake(shape.parameters) as object), ...common } as ScheduleInput
  if (shape.kind === 'curves') return { ...(toSnake(scheduleOfCurves(shape)) as object), ...common } as ScheduleInput
  if (shape.kind === 'drawn')
    return {
      family: 'drawn',
      levels: shape.levels,
      knots: shape.knots.map((knot) => ({ ...knot })),
      ...common,
    } as ScheduleInput
  const sequence = sequenceOf(shape)
  return { family: 'list', sigmas: sequence.ok ? [...sequence.sigmas] : [], ...common } as ScheduleInput
}

/** The table of timesteps on which a shape stands, if it does. */
export const tableOfShape = (shape: Shape): TableChoice | null =>
  (shape.kind === 'family'
    ? (shape.parameters.table as TableChoice | undefined)
    : shape.kind === 'list' && shape.table) || null

export const describeShape = (shape: Shape): string =>
  shape.kind === 'family'
    ? [shape.family, tableOfShape(shape)?.name].filter(Boolean).join(' on ')
    : shape.kind === 'list'
      ? 'list'
      : shape.kind === 'curves'
        ? 'spec' in shape
          ? shape.spec.family
          : 'two curves, drawn'
        : `drawn, ${shape.knots.length} knots`

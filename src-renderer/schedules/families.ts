/** What the form of a family shows: for each parameter its symbol, meaning, unit, and the reach of its slider. */
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { fieldsOfRow, type RowField } from '#axes/fields.ts'
import { SHOWN } from '#axes/grids/parameters.ts'
import type { Shown } from '#axes/shown.ts'
import { TABLE_SHOWN } from '#axes/tables/parameters.ts'
import { TABLE_ROWS, type TableName } from '#axes/tables/tables.ts'
import { camelKey, snakeKey, toCamel } from '#contract/casing.ts'
import type { DataRange } from '#contract/schedule.ts'
import { SEQUENCES } from '#theory/grids/sequences.ts'
import type { FamilyName, Parameters, TableChoice, Value } from '../shape/draft.ts'

/** `name` as in code, `sigmaMax`; `field` as users write it, `sigma_max`. */
export type ParameterField = Shown & { name: string; field: string }

const FIELDS = toCamel(SHOWN) as { readonly [name: string]: Shown }

export const FAMILY_LABELS = Object.fromEntries(GRID_ROWS.map(({ name, label }) => [name, label])) as {
  readonly [F in FamilyName]: string
}
export const FAMILY_NAMES = Object.keys(FAMILY_LABELS) as FamilyName[]

const shownOf = (name: string): ParameterField => ({ name, field: snakeKey(name), ...FIELDS[name] })

/** Numbers of a family's form: what may be left out where it is chosen, ends that a table may give where none is. */
export function fieldsOf(family: FamilyName, chosen: Parameters = {}): ParameterField[] {
  const given = Object.entries(SEQUENCES[family].parameters)
  const asked = given.filter(([name, value]) => value !== undefined || (isEnd(name) ? !chosen.table : name in chosen))
  return ['levels', ...asked.map(([name]) => name).toSorted(byFormOrder)].map(shownOf)
}
/** Numbers that may be left out and are, with the value that a form begins with. */
export function absentOf(family: FamilyName, chosen: Parameters): ParameterField[] {
  const given = Object.entries(SEQUENCES[family].parameters)
  const absent = given.filter(([name, value]) => value === undefined && !isEnd(name) && !(name in chosen))
  return absent.map(([name]) => shownOf(name))
}

/** Words to choose among, and yes or no, of a family or a table. */
export type ChoiceField = {
  name: string
  field: string
  label: string
  options: readonly string[] | null
  fallback: Value
}
export const choicesOf = (family: FamilyName): ChoiceField[] => choices(SEQUENCES[family].fields)

const choices = (fields: readonly (RowField & { key: string })[]): ChoiceField[] =>
  fields
    .filter(({ is }) => is === 'choice' || is === 'flag')
    .map(({ name, key, is, options, fallback }) => ({
      name: key,
      field: name,
      label: WORDS[name] ?? name,
      options: is === 'choice' ? options : null,
      fallback: (fallback ?? '') as Value,
    }))

/** What of a table a form shows: its numbers, and its words. A list of betas is brought, not typed. */
export function tableFieldsOf(name: TableName): { numbers: ParameterField[]; choices: ChoiceField[] } {
  const fields = fieldsOfRow(TABLE_ROWS.find((row) => row.name === name)!).map((field) => ({
    ...field,
    key: camelKey(field.name),
  }))
  return {
    numbers: fields
      .filter(({ is }) => is === 'number')
      .map(({ name, key }) => ({ name: key, field: name, ...TABLE_SHOWN[name] })),
    choices: choices(fields),
  }
}
/** A table with its defaults, as one begins with it. */
export function tableFor(name: TableName): TableChoice {
  const fields = fieldsOfRow(TABLE_ROWS.find((row) => row.name === name)!)
  const filled = fields.filter(({ fallback }) => fallback !== undefined).map(({ name, fallback }) => [name, fallback])
  return { name, ...toCamel(Object.fromEntries(filled) as object) } as TableChoice
}
export const TABLE_LABELS = Object.fromEntries(TABLE_ROWS.map(({ name, label }) => [name, label])) as {
  readonly [N in TableName]: string
}
/** Whether a grid stands on a table, may take the ends of one, or knows none. */
export const tableUse = (family: FamilyName): 'needed' | 'optional' | null => {
  const field = SEQUENCES[family].fields.find(({ is }) => is === 'table')
  return field ? (field.required ? 'needed' : 'optional') : null
}

const WORDS: Readonly<Record<string, string>> = {
  model: 'Published for',
  terminal: 'Last level without signal',
  shift_by: 'Shift by',
  interpolation: 'Between timesteps',
  zero_terminal_snr: 'Zero terminal SNR',
}
const isEnd = (name: string) => name === 'sigmaMax' || name === 'sigmaMin'

/** Largest before smallest, as the levels fall. */
const byFormOrder = (a: string, b: string) => Object.keys(FIELDS).indexOf(a) - Object.keys(FIELDS).indexOf(b)

/** Parameters of a new family, keeping what the old one and it have in common. Defaults suit the data range. */
export function parametersFor(family: FamilyName, before: Parameters, dataRange: DataRange): Parameters {
  const wide = { levels: 18, sigmaMax: dataRange[0] === 0 ? 50 : 80, sigmaMin: dataRange[0] === 0 ? 0.01 : 0.002 }
  const most = SEQUENCES[family].mostSigmaMax ?? Infinity
  const defaults: Record<string, number> = { ...wide, sigmaMax: Math.min(most, wide.sigmaMax) }
  const parameters: Record<string, Value> = {}
  const use = tableUse(family)
  const table = use === 'needed' ? (before.table ?? tableFor('scaled-linear')) : use && before.table
  if (table) parameters.table = table
  for (const { name } of fieldsOf(family, parameters)) {
    const own = SEQUENCES[family].parameters[name] ?? defaults[name]
    const shared = OWN_MEANING.has(name) ? undefined : before[name]
    parameters[name] = shared ?? own
  }
  for (const { name, fallback } of choicesOf(family)) parameters[name] = fallback
  if (typeof parameters.sigmaMax === 'number') parameters.sigmaMax = Math.min(most, parameters.sigmaMax)
  return parameters
}
/** The parameters of `chosen` that the family has, and what it needs besides. */
export function keptOf(family: FamilyName, chosen: Parameters, dataRange: DataRange): Parameters {
  const all = parametersFor(family, chosen, dataRange)
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, chosen[name] ?? value]))
}

/** One name, another thing in another family. */
const OWN_MEANING = new Set(['rho', 'spare', 'scale'])

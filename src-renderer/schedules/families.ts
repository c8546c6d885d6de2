/** What the form of a family shows: for each parameter its symbol, meaning, unit, and the reach of its slider. */
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { SHOWN, type Shown } from '#axes/grids/parameters.ts'
import { toCamel, toSnake } from '#contract/casing.ts'
import type { DataRange } from '#contract/schedule.ts'
import { SEQUENCES } from '#theory/grids/sequences.ts'
import type { FamilyName, Parameters } from '../shape/draft.ts'

/** `name` as in code, `sigmaMax`; `field` as users write it, `sigma_max`. */
export type ParameterField = Shown & { name: string; field: string }

const FIELDS = toCamel(SHOWN) as { readonly [name: string]: Shown }
const fieldOf = (name: string) => Object.keys(toSnake({ [name]: 0 }) as object)[0]

export const FAMILY_LABELS = Object.fromEntries(GRID_ROWS.map(({ name, label }) => [name, label])) as {
  readonly [F in FamilyName]: string
}
export const FAMILY_NAMES = Object.keys(FAMILY_LABELS) as FamilyName[]

export function fieldsOf(family: FamilyName): ParameterField[] {
  const names = ['levels', ...Object.keys(SEQUENCES[family].parameters).toSorted(byFormOrder)]
  return names.map((name) => ({ name, field: fieldOf(name), ...FIELDS[name] }))
}

/** Largest before smallest, as the levels fall. */
const byFormOrder = (a: string, b: string) => Object.keys(FIELDS).indexOf(a) - Object.keys(FIELDS).indexOf(b)

/** Parameters of a new family, keeping what the old one and it have in common. Defaults suit the data range. */
export function parametersFor(family: FamilyName, before: Parameters, dataRange: DataRange): Parameters {
  const wide = { levels: 18, sigmaMax: dataRange[0] === 0 ? 50 : 80, sigmaMin: dataRange[0] === 0 ? 0.01 : 0.002 }
  const most = SEQUENCES[family].mostSigmaMax ?? Infinity
  const defaults: Record<string, number> = { ...wide, sigmaMax: Math.min(most, wide.sigmaMax) }
  const parameters: Record<string, number> = {}
  for (const { name } of fieldsOf(family)) {
    const own = SEQUENCES[family].parameters[name] ?? defaults[name]
    const shared = name === 'rho' ? undefined : before[name]
    parameters[name] = shared ?? own
  }
  if ('sigmaMax' in parameters) parameters.sigmaMax = Math.min(most, parameters.sigmaMax)
  return parameters
}

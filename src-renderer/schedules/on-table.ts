/** Edits of a grid that has to do with a table: another table under it, and the grid of its name in another program. Pure. */
import type { TableName } from '#axes/tables/tables.ts'
import { SEQUENCES } from '#theory/grids/sequences.ts'
import type { Draft, FamilyName, Parameters, Shape } from '../shape/draft.ts'
import { keptOf, parametersFor, tableFor } from './families.ts'

/** Another table under a grid, or none; where a grid has ends of its own they come from the table, or go over to `numbers`. */
export function onTable({ shape, dataRange }: Draft, name: TableName | null, numbers: Parameters): Shape | null {
  if (shape.kind !== 'family') return null
  const { table: _, sigmaMax: _max, sigmaMin: _min, ...rest } = shape.parameters
  const chosen = name ? { ...rest, table: tableFor(name) } : { ...rest, ...numbers, levels: rest.levels }
  return { ...shape, parameters: keptOf(shape.family, chosen, dataRange) }
}

/** The grid that has the name of this one in another program, with as many levels on the same table. */
export function twinOf({ shape, dataRange }: Draft): Partial<Draft> | null {
  const twin = shape.kind === 'family' ? SEQUENCES[shape.family].twin : undefined
  if (shape.kind !== 'family' || !twin) return null
  const family = twin.grid as FamilyName
  const parameters = { ...parametersFor(family, shape.parameters, dataRange), ...twin.parameters }
  return { name: `${family}, ${twin.where}`, shape: { kind: 'family', family, parameters }, dataRange }
}

/** Times of a flow along two arctangent arcs. */
import { table } from '../tables/tables.ts'
import { gridRow } from './grid-row.ts'
import { atOne, levels } from './parameters.ts'

export const bongTangent = gridRow({
  name: 'bong-tangent',
  label: 'Bong tangent',
  formula: 'two arctangent arcs of t: 1 to 1/2 and 1/2 to 0, each stretched to its ends',
  source: 'RES4LYF (ClownsharkBatwing), `bong_tangent`',
  works: [],
  parameters: {
    levels,
    ...atOne,
    table: table.optional(),
  },
  process: 'vp',
  program: {
    name: 'RES4LYF',
    counts: 'steps',
    note: 'N+1 points of which the last is 0; over a table they are shares of the largest sigma.',
  },
})

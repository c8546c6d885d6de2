/** `GRID table=TABLE zero_terminal_snr=true betas=FILE.npy ...`: words of a schedule, those of its table put into the table. */
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { TABLE_ROWS } from '#axes/tables/tables.ts'
import { Refusal } from '#contract/refusal.ts'
import { parseNpy } from '#files/npy.ts'
import { readBytes, readWords } from './words.ts'

const OF_TABLES = new Set<string>(TABLE_ROWS.flatMap(({ parameters }) => Object.keys(parameters)))

/** Fields with hyphens are read as with underscores. What only a table knows is the table's. */
export function scheduleWords(family: string | undefined, words: readonly string[]): Record<string, unknown> {
  const own = new Set<string>(Object.keys(GRID_ROWS.find(({ name }) => name === family)?.parameters ?? {}))
  const spec: Record<string, unknown> = { family }
  const beside: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(readWords(words))) {
    const field = key.replaceAll('-', '_')
    if (OF_TABLES.has(field) && !own.has(field)) beside[field] = value
    else spec[field] = value
  }
  const named = typeof spec.table === 'string' ? { name: spec.table } : spec.table
  if (typeof named !== 'object' || named === null || Array.isArray(named))
    return Object.keys(beside).length > 0 ? { ...spec, ...beside } : spec
  const table: Record<string, unknown> = { ...named, ...beside }
  if (typeof table.betas === 'string') table.betas = [...readVector(table.betas)]
  return { ...spec, table }
}

/** A list or settings stand as one word, or as several numbers; what has `key=` before it is an option. */
export function listAndPairs(words: readonly string[]): { given: string | undefined; pairs: string[] } {
  const pairs = words.filter((word) => /^[a-z][\w.-]*=/i.test(word))
  const rest = words.filter((word) => !pairs.includes(word))
  return { given: rest.length > 0 ? rest.join(' ') : undefined, pairs }
}

function readVector(file: string): Float64Array {
  const { shape, data } = parseNpy(readBytes(file), file)
  if (shape.length !== 1)
    throw new Refusal(`${file} has shape (${shape.join(', ')}); betas are one list, least noise first.`, {
      field: 'table.betas',
    })
  return Float64Array.from(data)
}

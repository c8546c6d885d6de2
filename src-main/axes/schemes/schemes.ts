/** Every scheme of the oracle: those that only exact laws have, then the law of each sampler. */
import { SAMPLER_ROWS } from '../samplers/samplers.ts'
import { ddpm } from './ddpm.ts'
import { ei } from './ei.ts'
import { em } from './em.ts'
import { eulerInT } from './euler-in-t.ts'
import { heunInT } from './heun-in-t.ts'
import { rk4 } from './rk4.ts'

const EXACT_ONLY = [em, ei, ddpm, eulerInT, heunInT, rk4] as const
type LawOf<R> = R extends { law: infer L } ? Exclude<L, null> : never
type SchemeOf = (typeof EXACT_ONLY)[number] | LawOf<(typeof SAMPLER_ROWS)[number]>
export type SchemeName = SchemeOf['name']
/** Langevin dynamics has no steps between levels to place, and where Restart goes back to changes with the levels. */
const UNPLACED = ['langevin', 'restart'] as const
export type PlacedScheme = Exclude<SchemeName, (typeof UNPLACED)[number]>
export const isPlaced = (name: string): name is PlacedScheme => !(UNPLACED as readonly string[]).includes(name)

/** Each once: two samplers may share a law. */
export const SCHEME_ROWS: readonly SchemeOf[] = [
  ...new Set<SchemeOf>([...EXACT_ONLY, ...SAMPLER_ROWS.flatMap(({ law }) => law ?? [])]),
]
export const SCHEME_NAMES = SCHEME_ROWS.map(({ name }) => name)

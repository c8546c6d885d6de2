/** Every law of the levels that a network is trained at, as its row tells it. */
import { logNormal } from './log-normal.ts'
import { logUniform } from './log-uniform.ts'
import { sequence } from './sequence.ts'
import type { NoiseLawRow } from './noise-law-row.ts'

export const NOISE_LAW_ROWS = [logNormal, logUniform, sequence] as const

/** Least and largest sigma that a law trains at; parameters in camelCase. */
export const sigmaSpan = (law: { name: string }): readonly [number, number] =>
  (NOISE_LAW_ROWS as readonly NoiseLawRow[]).find(({ name }) => name === law.name)!.span(law)

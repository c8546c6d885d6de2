/** What a law of the noise levels that a network is trained at is told as, once; its draw, density and span stand in the table of theory. */
import type { z } from 'zod'
import type { Work } from '../bibliography.ts'

export type NoiseLawRow = {
  name: string
  /** In legends. */
  title: string
  formula: string
  source: string
  works: readonly Work[]
  /** As users write them, snake_case, each with its default and meaning. */
  parameters: z.ZodRawShape
}

/** Keeps the literal types of a row. */
export const noiseLawRow = <const R extends NoiseLawRow>(row: R): R => row

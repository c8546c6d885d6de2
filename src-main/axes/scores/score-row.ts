/** What an exact score, one that needs no training, is told as, once: schema, form, help and bibliography are derived from it. */
import type { z } from 'zod'
import type { Work } from '../bibliography.ts'

export type ScoreRow = {
  name: string
  title: string
  source: string
  works: readonly Work[]
  /** Whether it is that of a data set, which its configuration then names under `dataset`. */
  ofDataset: boolean
  /** As users write them, snake_case, each with its default and meaning. */
  parameters: z.ZodRawShape
}

/** Keeps the literal types of a row. */
export const scoreRow = <const R extends ScoreRow>(row: R): R => row

/** What a corruption of images, beside the noise, is told as, once: schema, form, help and bibliography are derived from it. */
import type { z } from 'zod'
import type { Work } from '../bibliography.ts'

export type CorruptionRow = {
  name: string
  title: string
  /** How C_level is written in a paper. */
  formula: string
  source: string
  works: readonly Work[]
  /** As users write them, snake_case, each with its default and meaning. */
  parameters: z.ZodRawShape
  /** What its level counts, 0 being the image itself: symbol, unit, and the largest there is (null: one that the image sets). */
  level: { symbol: string; unit: string; meaning: string; most: number | null }
}

/** Keeps the literal types of a row. */
export const corruptionRow = <const R extends CorruptionRow>(row: R): R => row

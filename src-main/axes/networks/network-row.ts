/** What an architecture is told as, once. */
import type { z } from 'zod'
import type { Work } from '../bibliography.ts'

export type NetworkRow = {
  name: string
  /** In a list of models. */
  label: string
  works: readonly Work[]
  /** As users write them, snake_case, each with its default and meaning. */
  parameters: z.ZodRawShape
}

/** Keeps the literal types of a row. */
export const networkRow = <const R extends NetworkRow>(row: R): R => row

/** What a forward process is told as, once: schemas, forms, formulas, help and bibliography are derived from it. */
import type { z } from 'zod'
import type { Work } from '../bibliography.ts'

export type ProcessRow = {
  name: string
  /** In lists of the page. */
  label: string
  /** alpha and sigma as a line of text. */
  formula: string
  source: string
  works: readonly Work[]
  /** As users write them, snake_case; what has no published value has no default. */
  parameters: z.ZodRawShape
  /** Values that a form starts with, in camelCase: those of the source's code. Null where the page does not offer it. */
  first: Readonly<Record<string, number>> | null
}

/** Keeps the literal types of a row. */
export const processRow = <const R extends ProcessRow>(row: R): R => row

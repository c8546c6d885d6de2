/** What a table of timesteps is told as, once: the noise level of each timestep that a network was trained at. */
import type { z } from 'zod'
import type { Work } from '../bibliography.ts'

export type TableRow = {
  name: string
  label: string
  /** Beta or sigma of timestep i of T, i from 0 (least noise). */
  formula: string
  source: string
  works: readonly Work[]
  /** As users write them, snake_case, each with its default and meaning. */
  parameters: z.ZodRawShape
}

/** Keeps the literal types of a row. */
export const tableRow = <const R extends TableRow>(row: R): R => row

/** What a law of the noise levels that a network is trained at is told as, once. */
import type { z } from 'zod'

export type NoiseLawRow = {
  name: string
  parameters: z.ZodRawShape
  /** Least and largest sigma that are trained at, or nearly so where the law has no ends; parameters in camelCase. */
  span(parameters: object): readonly [number, number]
}

/** Keeps the literal types of a row. */
export const noiseLawRow = <const R extends NoiseLawRow>(row: R): R => row

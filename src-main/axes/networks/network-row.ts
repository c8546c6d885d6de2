/** What an architecture is told as, once. */
import { z } from 'zod'
import type { Work } from '../bibliography.ts'

export type NetworkRow = {
  name: string
  /** In a list of models. */
  label: string
  works: readonly Work[]
  /** As users write them, snake_case, each with its default and meaning. */
  parameters: z.ZodRawShape
}

/** What the network's raw answer stands for. */
export const NETWORK_PARAMETRISATIONS = ['edm', 'noise', 'sigma', 'v', 'velocity', 'residual'] as const
export type NetworkParametrisation = (typeof NETWORK_PARAMETRISATIONS)[number]
export const parametrisation = z
  .enum(NETWORK_PARAMETRISATIONS)
  .optional()
  .describe(
    'edm (where absent): preconditioned; noise: the noise of VP; sigma: sigma times the score of VE; v: alpha z - sigma x0; velocity: z - x0 of a flow; each told sigma. residual: x + network, told the time, for a corruption',
  )

/** Keeps the literal types of a row. */
export const networkRow = <const R extends NetworkRow>(row: R): R => row

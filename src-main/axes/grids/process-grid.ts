/** A grid of times over a forward process, as a schedule says it: the one schedule whose levels carry their time. */
import { z } from 'zod'
import { processSpec } from '../processes/process-spec.ts'

/** How the times between both ends are spaced; each a name of `namedTimes` but `dilated`. */
export const TIME_GRIDS = {
  uniform: 'even in t',
  quadratic: 'even in the root of t',
  'karras-7': 'even in (sigma/alpha)^(1/7)',
  'karras-3': 'even in (sigma/alpha)^(1/3)',
  geometric: 'even in ln(sigma/alpha)',
  linear: 'even in sigma/alpha',
  dilated: 'half of the steps to each phase of an interpolant in high dimension, r = kappa/sqrt(d)',
} as const
export type TimeGrid = keyof typeof TIME_GRIDS

export const processGrid = {
  process: processSpec.describe('The forward process whose times these are'),
  levels: z
    .number()
    .int()
    .min(2)
    .max(1_000_000)
    .describe('Points of the grid, both ends among them: one more than steps'),
  grid: z
    .enum(Object.keys(TIME_GRIDS) as [TimeGrid, ...TimeGrid[]])
    .default('uniform')
    .describe(
      Object.entries(TIME_GRIDS)
        .map(([name, says]) => `${name}: ${says}`)
        .join('; '),
    ),
  eps: z.number().min(0).default(1e-3).describe('Time at which the sampler stops'),
  t_max: z
    .number()
    .positive()
    .optional()
    .describe('Time at which it starts; the end of the process, or .999 where that has no signal'),
  kappa: z.number().positive().optional().describe('Of the dilated grid: width of the window, in units of 1/sqrt(d)'),
}

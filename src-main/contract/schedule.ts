/** A noise schedule as users write and share it: a family with its parameters, or the list itself. Pure data, snake_case. */
import { z } from 'zod'
import type { Camel } from './casing.ts'

export const DATA_RANGES = [
  [0, 1],
  [-1, 1],
] as const

export const dataRange = z
  .union([z.tuple([z.literal(0), z.literal(1)]), z.tuple([z.literal(-1), z.literal(1)])])
  .describe('Range of the pixels that sigma is measured against: [0, 1] or [-1, 1]')

const levels = z.number().int().min(2).max(1_000_000).describe('Number of noise levels; ODE samplers append a final 0')
const sigmaMax = z.number().positive().describe('Largest sigma, sigma_1, in data units')
const sigmaMin = z.number().positive().describe('Smallest sigma, sigma_L, in data units')
const rho = z.number().positive().default(7).describe('Exponent; larger puts more levels at small sigma')
const betaMin = z.number().positive().default(0.1).describe('beta(0) in dx = -beta/2 x dt + sqrt(beta) dw')
const betaMax = z.number().positive().default(20).describe('beta(1)')
const epsS = z.number().positive().lt(1).default(1e-3).describe('Smallest time of the grid')

const range = { levels, sigma_max: sigmaMax, sigma_min: sigmaMin }
const common = {
  name: z.string().min(1).max(120).optional(),
  data_range: dataRange.optional(),
}

export const scheduleSpec = z.discriminatedUnion('family', [
  z.strictObject({ family: z.literal('geometric'), ...range, ...common }),
  z.strictObject({ family: z.literal('exponential'), ...range, ...common }),
  z.strictObject({ family: z.literal('linear'), ...range, ...common }),
  z.strictObject({ family: z.literal('cosine'), ...range, ...common }),
  z.strictObject({ family: z.literal('sigmoid'), ...range, ...common }),
  z.strictObject({ family: z.literal('karras'), ...range, rho, ...common }),
  z.strictObject({ family: z.literal('polyexponential'), ...range, rho: rho.default(1), ...common }),
  z.strictObject({
    family: z.literal('vp-linear'),
    levels,
    beta_min: betaMin,
    beta_max: betaMax,
    eps_s: epsS,
    ...common,
  }),
  z.strictObject({ family: z.literal('vp-cosine'), levels, s: z.number().positive().default(0.008), ...common }),
  z.strictObject({
    family: z.literal('list'),
    sigmas: z.array(z.number().positive()).min(2).max(1_000_000).describe('Largest first, no trailing 0'),
    ...common,
  }),
])

export type ScheduleInput = z.input<typeof scheduleSpec>
export type ScheduleConfig = z.output<typeof scheduleSpec>
/** The same in code's own spelling; what `theory/grids` takes. */
export type Schedule = Camel<ScheduleConfig>
export type DataRange = readonly [0, 1] | readonly [-1, 1]

export const EXAMPLE_SCHEDULE: ScheduleInput = {
  family: 'geometric',
  levels: 20,
  sigma_max: 1,
  sigma_min: 0.01,
  data_range: [0, 1],
}

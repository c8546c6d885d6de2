/** A noise schedule as users write and share it: a family with its parameters, or the list itself. Pure data, snake_case. */
import { z } from 'zod'
import { dataRange } from '#axes/data-range.ts'
import { CURVES_ROWS } from '#axes/corruption-schedules/corruption-schedules.ts'
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { processGrid } from '#axes/grids/process-grid.ts'
import type { Camel } from './casing.ts'

export { DATA_RANGES, dataRange } from '#axes/data-range.ts'

const common = {
  name: z.string().min(1).max(120).optional(),
  data_range: dataRange.optional(),
}

const list = z.strictObject({
  family: z.literal('list'),
  sigmas: z
    .array(z.number().positive('must be above 0 (only the last may be 0, and is then left out)'))
    .min(1)
    .max(1_000_000)
    .describe('Largest first, no trailing 0'),
  ...common,
})
const knot = z.strictObject({
  u: z.number().min(0).max(1).describe('Fraction of the steps, 0 at the largest noise'),
  sigma: z.number().positive(),
})
/** A curve drawn by hand: ln sigma is the monotone cubic through its knots. */
const drawn = z.strictObject({
  family: z.literal('drawn'),
  levels: z.number().int().min(1).max(1_000_000),
  knots: z.array(knot).min(2).max(10_000).describe('From u = 0 to u = 1, sigma falling'),
  ...common,
})
const curve = z.array(z.number().nonnegative()).min(2).max(100_000)
/** Both curves as they are, point by point; the lengths are equal. */
const curves = z.strictObject({
  family: z.literal('curves'),
  t: curve.describe('Times from 1 (start of sampling) down to 0'),
  sigmas: curve.describe('Sigma at each time, in data units; falls or rests, above 0'),
  levels: curve.describe('Level of the corruption at each time; falls or rests'),
  ...common,
})
const ofProcess = z.strictObject({ family: z.literal('process'), ...processGrid, ...common })
type OptionOf<R> = R extends { name: infer N extends string; parameters: infer S extends z.ZodRawShape }
  ? z.ZodObject<{ family: z.ZodLiteral<N> } & S & typeof common, z.core.$strict>
  : never
type OptionsOf<T extends readonly unknown[]> = { [K in keyof T]: OptionOf<T[K]> }

const optionsOf = <T extends readonly { name: string; parameters: z.ZodRawShape }[]>(rows: T) =>
  rows.map(({ name, parameters }) =>
    z.strictObject({ family: z.literal(name), ...parameters, ...common }),
  ) as unknown as OptionsOf<T>

export const scheduleSpec = z.discriminatedUnion('family', [
  ...optionsOf(GRID_ROWS),
  list,
  drawn,
  ...optionsOf(CURVES_ROWS),
  curves,
  ofProcess,
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

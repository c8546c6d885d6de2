/** Every table of timesteps, and how a configuration names one: its word alone, or its fields. */
import { z } from 'zod'
import { betasTable } from './betas.ts'
import { cosineTable } from './cosine.ts'
import { iddpmTable } from './iddpm.ts'
import { linearTable } from './linear.ts'
import { scaledLinearTable } from './scaled-linear.ts'
import { sigmoidTable } from './sigmoid.ts'

export const TABLE_ROWS = [linearTable, scaledLinearTable, cosineTable, sigmoidTable, betasTable, iddpmTable] as const
export type TableName = (typeof TABLE_ROWS)[number]['name']

type OptionOf<R> = R extends { name: infer N extends string; parameters: infer S extends z.ZodRawShape }
  ? z.ZodObject<{ name: z.ZodLiteral<N> } & S, z.core.$strict>
  : never
type OptionsOf<T extends readonly unknown[]> = { [K in keyof T]: OptionOf<T[K]> }

const options = TABLE_ROWS.map(({ name, parameters }) =>
  z.strictObject({ name: z.literal(name), ...parameters }),
) as unknown as OptionsOf<typeof TABLE_ROWS>

export const tableFields = z.discriminatedUnion('name', options)
/** As parsed, snake_case. */
export type TableConfig = z.output<typeof tableFields>

/** `scaled-linear` for `{ name: scaled-linear }`. */
export const table = z
  .preprocess((given) => (typeof given === 'string' ? { name: given } : given), tableFields)
  .describe('Table of timesteps that the network was trained on')

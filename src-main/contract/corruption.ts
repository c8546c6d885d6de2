/** The corruption of a run, as its configuration names it: one option for each row. */
import { z } from 'zod'
import { CORRUPTION_ROWS } from '#axes/corruptions/corruptions.ts'
import type { Camel } from './casing.ts'

type OptionOf<R> = R extends { name: infer N extends string; parameters: infer S extends z.ZodRawShape }
  ? z.ZodObject<{ name: z.ZodLiteral<N> } & S, z.core.$strict>
  : never
type OptionsOf<T extends readonly unknown[]> = { [K in keyof T]: OptionOf<T[K]> }

const options = CORRUPTION_ROWS.map(({ name, parameters }) => z.strictObject({ name: z.literal(name), ...parameters }))

export const corruptionSpec = z.discriminatedUnion('name', options as unknown as OptionsOf<typeof CORRUPTION_ROWS>)
export type CorruptionConfig = z.output<typeof corruptionSpec>
/** The same in code's own spelling. */
export type Corruption = Camel<CorruptionConfig>
export type CorruptionOf<N extends Corruption['name']> = Extract<Corruption, { name: N }>

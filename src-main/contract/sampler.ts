/** Samplers as a run's configuration names them: one option for each row. */
import { z } from 'zod'
import type { SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { Refusal } from './refusal.ts'

type OptionOf<R> = R extends { name: infer N extends string; parameters: infer S extends z.ZodRawShape }
  ? z.ZodObject<{ name: z.ZodLiteral<N> } & S, z.core.$strict>
  : never
type OptionsOf<T extends readonly unknown[]> = { [K in keyof T]: OptionOf<T[K]> }

const options = SAMPLER_ROWS.map(({ name, parameters }) => z.strictObject({ name: z.literal(name), ...parameters }))

export const samplerSpec = z.discriminatedUnion('name', options as unknown as OptionsOf<typeof SAMPLER_ROWS>)
export type SamplerConfig = z.output<typeof samplerSpec>

/** Refuses settings of a sampler, camelCase, with which it cannot walk these levels (falling, no 0). */
export function checkWalkable(choice: { readonly name: string }, sigmas: ArrayLike<number>): void {
  const row: SamplerRow | undefined = SAMPLER_ROWS.find(({ name }) => name === choice.name)
  const found = row?.refused?.(choice, sigmas)
  if (found) throw new Refusal(`sampler.${found.field}: ${found.message}`, { field: `sampler.${found.field}` })
}

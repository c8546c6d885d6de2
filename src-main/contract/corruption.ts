/** The corruption of a run, as its configuration names it: one option for each row. */
import { z } from 'zod'
import { CORRUPTION_ROWS } from '#axes/corruptions/corruptions.ts'
import type { SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import type { Camel } from './casing.ts'
import { Refusal } from './refusal.ts'

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

/** Refuses a sampler that would take the noise away and leave the corruption. */
export function checkSampler(sampler: string, corruption: Pick<CorruptionConfig, 'name'>): void {
  const row = SAMPLER_ROWS.find(({ name }): boolean => name === sampler) as SamplerRow | undefined
  if (corruption.name === 'identity' || row?.corrupts) return
  const able = SAMPLER_ROWS.flatMap((row: SamplerRow) => (row.corrupts ? [row.name] : []))
  throw new Refusal(`sampler.name: ${sampler} takes noise away and no ${corruption.name}; take ${able.join(', ')}.`, {
    field: 'sampler.name',
    code: 'unsupported',
  })
}

/** As a column or a legend names it: `gaussian-blur, padding zero, half_size 32`; null where the noise is alone. */
export function corruptionWords(corruption: CorruptionConfig | undefined): string | null {
  if (!corruption || corruption.name === 'identity') return null
  const { name, ...parameters } = corruption
  return [name, ...Object.entries(parameters).map(([key, value]) => `${key} ${value}`)].join(', ')
}

/** What an axis of its levels is called: those of two corruptions share one only where it is the same. */
export function levelTitle(name: CorruptionConfig['name']): string {
  const { meaning, symbol, unit } = CORRUPTION_ROWS.find((row) => row.name === name)!.level
  return `${meaning}, ${symbol}${unit && ` (${unit})`}`
}

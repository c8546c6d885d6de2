/** The settings of a look's sampler: its row's own fields, and those of Langevin dynamics from the advisor unless they were typed. Pure. */
import { fieldsOfRow, type RowField } from '#axes/fields.ts'
import type { SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { adviseSteps } from '#theory/grids/advised-steps.ts'

/** Typed values by their written names; what is absent is the advisor's or the row's. */
export type Typed = Readonly<Record<string, unknown>>
export type LookFields = readonly (RowField & { label: string; advised: boolean })[]

const LABELS: Readonly<Record<string, string>> = {
  eps: 'Step, eps',
  inner: 'Steps per level, T',
  convention: 'Convention',
  denoise: 'Denoise at the end',
  s_churn: 'Churn, s_churn',
  eta: 'Noise, eta',
}
const rowOf = (sampler: string): SamplerRow => SAMPLER_ROWS.find(({ name }) => name === sampler)!
const isAdvised = (sampler: string, field: string) =>
  rowOf(sampler).doctor.langevin && (field === 'eps' || field === 'inner')

export const fieldsOfSampler = (sampler: string): LookFields =>
  fieldsOfRow(rowOf(sampler)).map((field) => ({
    ...field,
    label: LABELS[field.name] ?? field.name,
    advised: isAdvised(sampler, field.name),
  }))

/** The sampler as a request or a run has it, along these levels. */
export function samplerFor(name: string, typed: Typed, sigmas: ArrayLike<number>): { name: string } & Typed {
  if (!rowOf(name).doctor.langevin) return { name, ...typed }
  const { inner, eps } = adviseSteps(sigmas)
  const unit = typed.convention === 'report' ? 2 : 1
  return { name, eps: unit * eps, inner, ...typed }
}

/** The same with every default, for whoever judges it. */
export function wholeSampler(name: string, typed: Typed, sigmas: ArrayLike<number>): { name: string } & Typed {
  const filled = fieldsOfRow(rowOf(name)).map((field) => [field.name, field.fallback])
  return { ...Object.fromEntries(filled), ...samplerFor(name, typed, sigmas) }
}

/** What a schedule of two curves, sigma(t) and the corruption's level(t), is told as, once. */
import { z } from 'zod'
import type { Work } from '../bibliography.ts'

export type CurvesRow = {
  name: string
  label: string
  /** How it is written in a paper; t falls from 1 (start of sampling) to 0 (data). */
  formula: string
  source: string
  works: readonly Work[]
  /** As users write them, snake_case, in the order in which a file keeps them; `levels` is among them. */
  parameters: z.ZodRawShape
  /** Whether its level is found for a blur, of a spectrum; else it serves every corruption. */
  ofBlur: boolean
}

/** Keeps the literal types of a row. */
export const curvesRow = <const R extends CurvesRow>(row: R): R => row

const noiseShare = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.2)
  .describe('Share of the time, from the data on, in which the noise alone grows')

/** Every one of them. */
export const bothEnds = {
  levels: z.number().int().min(2).max(1_000_000).describe('Number of stops; one more than steps of a sampler'),
  sigma_max: z.number().positive().default(0.1).describe('Sigma at t = 1, in data units'),
  sigma_min: z.number().positive().default(0.01).describe('Sigma at t = 0, in data units'),
  corruption_max: z
    .number()
    .positive()
    .max(1e6)
    .default(4)
    .describe('Level of the corruption at t = 1: standard deviation of a blur in pixels, share of a mask'),
}

/** Of those whose noise is there before the corruption begins. */
export const staged = { ...bothEnds, noise_share: noiseShare }

/** Of those that weigh levels by what a blur does to data of that spectrum. */
export const ofSpectrum = {
  ...staged,
  spectrum: z
    .array(z.number().nonnegative())
    .min(1)
    .max(4096)
    .describe('Variances of the data at the frequencies 0, 1, 2, ... of a period of `size` pixels'),
  size: z.number().int().min(2).max(4096).default(32).describe('Period of the blur, in pixels'),
}

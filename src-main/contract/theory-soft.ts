/** The arguments of `theory soft` and `theory blur-path`, as users write them. */
import { z } from 'zod'
import { numbers } from './theory.ts'

const positive = z.number().positive()
const size = z.number().int().min(2).max(4096).default(32).describe('Period of the blur, in pixels')

export const softOptions = z.strictObject({
  size,
  frequencies: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(/[\s,]+/).map(Number) : [value].flat()),
      z.array(z.number().int().nonnegative()).min(1).max(4096),
    )
    .describe('Frequencies, from 0 to size/2'),
  spectrum: numbers.describe('Variances of the data at these frequencies'),
  blur_max: positive.default(4).describe('Standard deviation of the blur at t = 1, in pixels'),
  sigma_min: positive.default(0.01),
  sigma_max: positive.default(0.1),
  noise_share: z.number().gt(0).lt(1).default(0.2).describe('Share of the time in which the noise alone grows'),
  schedule: z.enum(['two-stage', 'joint']).default('two-stage'),
  steps: z.number().int().min(1).max(100_000).default(280),
  sampler: z.enum(['naive', 'momentum', 'momentum-ode']).default('momentum'),
})

export const blurPathOptions = z.strictObject({
  size,
  spectrum: numbers.optional().describe('Variances of the data at the frequencies 0, 1, 2, ...'),
  candidates: numbers
    .default([256])
    .describe('Blurs that the path may use, rising; one number n stands for n even ones from 0 to blur_max'),
  blur_max: positive.default(4).describe('Last candidate where their number is given, in pixels'),
  epsilon: positive.optional().describe('Largest W2 of an edge'),
  nodes: z.number().int().min(2).max(4096).optional().describe('Nodes that epsilon is tuned to where it is absent; 32'),
  batch: z.number().int().min(2).max(1024).default(128).describe('Images of the data set, the first ones'),
  half_size: z.number().int().min(1).max(512).default(32).describe('Half width of the zero-padded kernel'),
  levels: z.number().int().min(2).max(100_000).default(281).describe('Stops of the schedule that `out` holds'),
  sigma_max: positive.default(0.1).describe('Of that schedule'),
  sigma_min: positive.default(0.01).describe('Of that schedule'),
  noise_share: z.number().gt(0).lt(1).default(0.2).describe('Of that schedule'),
  out: z.string().min(1).optional().describe('Schedule (.json, family curves) to write along the path'),
})

/** Samplers by name, with their parameters, defaults and meaning. */
import { z } from 'zod'

const churn = {
  s_churn: z.number().nonnegative().default(0).describe('Amount of noise added per step (EDM)'),
  s_tmin: z.number().nonnegative().default(0).describe('Smallest sigma at which churn acts'),
  s_tmax: z.number().positive().default(1e9).describe('Largest sigma at which churn acts'),
  s_noise: z.number().positive().default(1).describe('Inflation of the added noise'),
}

export const samplerSpec = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('langevin'),
    eps: z.number().positive().default(6.2e-6).describe('step_lr: alpha_i = eps sigma_i^2 / sigma_L^2'),
    inner: z.number().int().min(1).max(10_000).default(5).describe('Steps at each level, T'),
    convention: z
      .enum(['code', 'report'])
      .default('code')
      .describe('code: x + a s + sqrt(2a) z; report: x + a/2 s + sqrt(a) z'),
    denoise: z.boolean().default(true).describe('One last denoising at sigma_L'),
  }),
  z.strictObject({ name: z.literal('euler') }),
  z.strictObject({ name: z.literal('heun'), ...churn }),
  z.strictObject({ name: z.literal('reverse-diffusion') }),
  z.strictObject({ name: z.literal('ancestral'), eta: z.number().min(0).max(1).default(1) }),
  z.strictObject({ name: z.literal('ddim'), eta: z.number().min(0).max(1).default(0) }),
  z.strictObject({
    name: z.literal('predictor-corrector'),
    snr: z.number().positive().default(0.16).describe('Signal-to-noise ratio of the Langevin corrector'),
    corrector_steps: z.number().int().min(1).max(100).default(1),
  }),
  z.strictObject({ name: z.literal('dpmpp2m') }),
])
export type SamplerConfig = z.output<typeof samplerSpec>

/** ER-SDE-Solver, of orders 1 to 3. */
import { z } from 'zod'
import { onePerLevel, onSde, samplerRow, schemeRow } from '../row.ts'

export const erSde = samplerRow({
  ...onePerLevel,
  name: 'er-sde',
  aliases: ['er_sde', 'sample_er_sde', 'ER-SDE-Solver', 'ER-SDE-Solver-3'],
  title: 'ER-SDE-Solver',
  source: 'Cui et al. 2023, arXiv:2309.06169, Algorithms 1 to 3 (VE)',
  works: ['cui2023'],
  parameters: {
    order: z.number().int().min(1).max(3).default(3).describe('Denoised images that a step looks at'),
    noise_scale: z
      .enum(['er-sde', 'sde', 'ode'])
      .default('er-sde')
      .describe('phi(sigma) of the SDE: er-sde is sigma (exp(sigma^.3) + 10), sde is sigma^2, ode is sigma'),
    s_noise: z.number().positive().default(1).describe('Inflation of the added noise'),
  },
  order: 2,
  stagesInTime: null,
  idle: (parameters) => {
    const { noiseScale, sNoise } = parameters as { noiseScale: string; sNoise: number }
    return noiseScale === 'ode' && sNoise !== 1
      ? { field: 's_noise', message: `s_noise = ${sNoise} does nothing: noise_scale = ode puts no noise back.` }
      : null
  },
  law: schemeRow({
    ...onSde,
    name: 'er-sde',
    label: 'ER-SDE-3',
    title: 'Taylor series of the denoised image along an extended reverse SDE, order 3',
    source: 'ER-SDE-Solver-3; Cui et al. 2023, arXiv 2309.06169',
    slot: 16,
    order: 2,
    reach: 3,
    onCanvas: true,
  }),
  studied: false,
  look: 'ER-SDE-Solver',
  doctor: { langevin: false },
  kDiffusion: null,
})

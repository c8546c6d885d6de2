/** Annealed Langevin dynamics: inner steps at each level. */
import { z } from 'zod'
import { onSde, samplerRow, schemeRow } from '../row.ts'

const cost = (levels: number, { inner, denoise }: { inner: number; denoise: boolean }) =>
  levels * inner + (denoise ? 1 : 0)

export const langevin = samplerRow({
  name: 'langevin',
  aliases: ['ald', 'annealed_langevin', 'annealed-langevin', 'anneal_langevin'],
  title: 'Annealed Langevin',
  source: 'Song & Ermon 2019, arXiv:1907.05600, Algorithm 1',
  works: ['song2019', 'song2020'],
  parameters: {
    eps: z.number().positive().default(6.2e-6).describe('step_lr: alpha_i = eps sigma_i^2 / sigma_L^2'),
    inner: z.number().int().min(1).max(10_000).default(5).describe('Steps at each level, T'),
    convention: z
      .enum(['code', 'report'])
      .default('code')
      .describe('code: x + a s + sqrt(2a) z; report: x + a/2 s + sqrt(a) z'),
    denoise: z.boolean().default(true).describe('One last denoising at sigma_L'),
  },
  inDataUnits: { eps: 2 },
  appendsZero: false,
  order: null,
  steps: cost,
  nfe: cost,
  stagesInTime: null,
  law: schemeRow({
    ...onSde,
    name: 'langevin',
    label: 'Langevin',
    title: 'Annealed Langevin dynamics, T inner steps at each level',
    source: 'annealed Langevin dynamics; Song & Ermon 2019, arXiv 1907.05600',
    slot: 10,
    order: null,
    evaluations: (steps, { langevin: { inner } }) => (steps + 1) * inner,
    onCanvas: true,
  }),
  studied: false,
  look: 'Annealed Langevin',
  doctor: { name: 'annealed-langevin', langevin: true },
  kDiffusion: null,
})

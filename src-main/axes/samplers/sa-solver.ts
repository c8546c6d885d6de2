/** SA-Solver: a stochastic Adams predictor and corrector. */
import { z } from 'zod'
import { onePerLevel, onSde, samplerRow, schemeRow } from '../row.ts'

type Parameters = { tau: number; tauMin: number; tauMax: number }

export const saSolver = samplerRow({
  ...onePerLevel,
  name: 'sa-solver',
  aliases: ['sa_solver', 'SASolver', 'SASolverScheduler', 'sample_sa_solver'],
  title: 'SA-Solver',
  source: 'Xue et al. 2023, arXiv:2309.05019, Algorithm 1 (PEC)',
  works: ['xue2023'],
  parameters: {
    predictor_order: z.number().int().min(1).max(4).default(3).describe('Denoised images that the predictor weighs'),
    corrector_order: z
      .number()
      .int()
      .min(0)
      .max(4)
      .default(4)
      .describe('Images that the corrector weighs, the one at its end among them; 0 is no corrector'),
    tau: z.number().min(0).max(4).default(1).describe('Noise: 1 is the reverse SDE, 0 the flow'),
    tau_min: z.number().nonnegative().default(0).describe('Least sigma at the end of a step that puts noise in'),
    tau_max: z.number().positive().default(1e9).describe('Largest sigma at the end of a step that puts noise in'),
  },
  inDataUnits: { tau_min: 1, tau_max: 1 },
  order: 2,
  stagesInTime: null,
  idle: (parameters, sigmas) => {
    const { tau, tauMin, tauMax } = parameters as Parameters
    if (tau === 0) return null
    const ends = Array.from(sigmas).slice(1)
    return ends.some((sigma) => sigma >= tauMin && sigma <= tauMax)
      ? null
      : {
          field: 'tau',
          message: `tau = ${tau} does nothing: no step ends between tau_min = ${tauMin} and tau_max = ${tauMax}.`,
        }
  },
  law: schemeRow({
    ...onSde,
    name: 'sa-solver',
    label: 'SA-Solver',
    title: 'Stochastic Adams predictor of order 3 and corrector of order 4, tau = 1',
    source: 'SA-Solver (3, 4), tau = 1; Xue et al. 2023, arXiv 2309.05019',
    slot: 17,
    order: 2,
    reach: 4,
    onCanvas: true,
  }),
  studied: false,
  look: 'SA-Solver',
  doctor: { langevin: false },
  kDiffusion: null,
})

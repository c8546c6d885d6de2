/** Restart: Heun's method, an interval of it gone through again from noise put back. */
import { z } from 'zod'
import { onePerLevel, onOde, samplerRow, schemeRow } from '../row.ts'

type Parameters = { restarts: number; restartLevels: number; restartMin: number; restartMax: number }

/** Which of the levels, largest first, is restarted from: the one nearest to `least`, neither the first nor 0; null where there is none. */
export function restartIndex(sigmas: ArrayLike<number>, least: number): number | null {
  let best: number | null = null
  for (let i = 1; i < sigmas.length && sigmas[i] > 0; i++)
    if (best === null || Math.abs(sigmas[i] - least) < Math.abs(sigmas[best] - least)) best = i
  return best
}

/** A single level leaves none to restart from. */
const again = (levels: number, { restarts, restartLevels }: Parameters) =>
  levels > 1 ? restarts * (restartLevels - 1) : 0

export const restart = samplerRow({
  ...onePerLevel,
  name: 'restart',
  aliases: ['restart_sampler', 'restart_sampling', 'Restart (k-diffusion)'],
  title: 'Restart',
  source: 'Xu et al. 2023, arXiv:2306.14878, Algorithm 1, one interval',
  works: ['xu2023restart'],
  parameters: {
    restarts: z
      .number()
      .int()
      .min(0)
      .max(1_000)
      .default(2)
      .describe('Times that the interval is gone through again, K'),
    restart_levels: z
      .number()
      .int()
      .min(2)
      .max(10_000)
      .default(3)
      .describe('Levels of the interval, both ends among them, on Karras’ grid'),
    restart_min: z.number().positive().default(0.06).describe('The level nearest to this is restarted from, t_min'),
    restart_max: z.number().positive().default(0.3).describe('Sigma that noise is put back up to, t_max'),
  },
  inDataUnits: { restart_min: 1, restart_max: 1 },
  // of levels alone: the interval has as many as it has
  order: null,
  steps: (levels, parameters: Parameters) => levels + again(levels, parameters),
  nfe: (levels, parameters: Parameters) => 2 * levels - 1 + 2 * again(levels, parameters),
  stagesInTime: null,
  idle: (parameters, sigmas) => {
    const { restarts } = parameters as Parameters
    if (restarts === 0) return { field: 'restarts', message: 'restarts = 0: this is Heun’s method.' }
    return sigmas.length > 1
      ? null
      : { field: 'restarts', message: `restarts = ${restarts} do nothing: there is no level after the first.` }
  },
  refused: (parameters, sigmas) => {
    const { restartMin, restartMax } = parameters as Parameters
    const at = restartIndex(sigmas, restartMin)
    return at === null || restartMax > sigmas[at]
      ? null
      : {
          field: 'restart_max',
          message: `restart_max = ${restartMax} is not above ${Number(sigmas[at].toPrecision(6))}, the level nearest to restart_min = ${restartMin}, so that no noise can be put back: raise restart_max, or take levels nearer to restart_min.`,
        }
  },
  law: schemeRow({
    ...onOde,
    name: 'restart',
    label: 'Restart',
    title: 'Heun in σ/α, two restarts between σ = 0.06 and 0.3 of three levels each',
    source: 'Restart (K = 2, 3 levels, .06 to .3); Xu et al. 2023, arXiv 2306.14878',
    slot: 18,
    order: null,
    evaluations: (steps) => 2 * steps + 8,
  }),
  studied: false,
  look: 'Restart',
  doctor: { langevin: false },
  kDiffusion: null,
})

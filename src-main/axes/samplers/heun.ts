/** Heun's method in sigma with churn: the sampler of EDM. */
import { z } from 'zod'
import { onOde, onePerLevel, samplerRow, schemeRow } from '../row.ts'

/** Above every sigma, also where the default of 1e9 was brought to other units. */
const ENDLESS = 1e8
type Churn = { sChurn: number; sTmin: number; sTmax: number; sNoise: number }
/** gamma = min(s_churn/N, sqrt 2 - 1), so that more churn than this a level changes nothing. */
const MOST_GAMMA = Math.SQRT2 - 1

function idleChurn(parameters: object, sigmas: ArrayLike<number>): { field: string; message: string } | null {
  const { sChurn, sTmin, sTmax, sNoise } = parameters as Churn
  if (sChurn === 0) {
    const given = sTmin !== 0 ? 's_tmin' : sTmax < ENDLESS ? 's_tmax' : sNoise !== 1 ? 's_noise' : null
    return given && { field: given, message: `${given} does nothing: s_churn is 0, so no noise is added.` }
  }
  const within = Array.from(sigmas).filter((sigma) => sigma >= sTmin && sigma <= sTmax).length
  if (within === 0)
    return {
      field: 's_churn',
      message: `s_churn = ${sChurn} does nothing: no level lies between s_tmin = ${sTmin} and s_tmax = ${sTmax}.`,
    }
  const most = sigmas.length * MOST_GAMMA
  if (sChurn <= most * (1 + 1e-9)) return null
  return {
    field: 's_churn',
    message: `s_churn = ${sChurn} acts as ${Number(most.toPrecision(6))}: gamma = s_churn/N is held at sqrt 2 - 1, and N is ${sigmas.length}.`,
  }
}

export const heun = samplerRow({
  ...onePerLevel,
  name: 'heun',
  aliases: ['k_heun', 'sample_heun', 'edm', 'HeunDiscreteScheduler'],
  title: 'Heun (EDM)',
  source: 'Karras et al. 2022, arXiv:2206.00364, Algorithm 2',
  works: ['karras2022'],
  parameters: {
    s_churn: z.number().nonnegative().default(0).describe('Amount of noise added per step (EDM)'),
    s_tmin: z.number().nonnegative().default(0).describe('Smallest sigma at which churn acts'),
    s_tmax: z.number().positive().default(1e9).describe('Largest sigma at which churn acts'),
    s_noise: z.number().positive().default(1).describe('Inflation of the added noise'),
  },
  inDataUnits: { s_tmin: 1, s_tmax: 1 },
  order: 2,
  nfe: (levels) => 2 * levels - 1,
  stagesInTime: 2,
  idle: idleChurn,
  law: schemeRow({
    ...onOde,
    name: 'edm',
    label: 'Heun σ',
    title: 'Heun in σ/α with churn, Euler into σ = 0: the sampler of EDM',
    source: 'Heun in sigma/alpha with churn; Karras et al. 2022, arXiv 2206.00364, Alg. 2',
    slot: 8,
    order: 2,
    evaluations: (steps) => 2 * steps,
    onCanvas: true,
  }),
  studied: true,
  look: 'Heun (ODE, EDM)',
  doctor: { langevin: false },
  kDiffusion: 'sample_heun',
})

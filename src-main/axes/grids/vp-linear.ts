/** Even in the time of the VP process of linear beta, on the axis sigma/alpha. */
import { z } from 'zod'
import { gridRow } from './grid-row.ts'
import { epsS, levels, refuseEpsS } from './parameters.ts'

export const vpLinear = gridRow({
  name: 'vp-linear',
  label: 'VP, linear β',
  formula: 'sigma/alpha = sqrt(e^B - 1), B = beta_min t + (beta_max - beta_min) t^2/2, t = 1 + u (eps_s - 1)',
  source: 'Song et al. 2021, arXiv:2011.13456, VP process on the axis of Karras et al. 2022',
  works: ['song2021sde'],
  parameters: {
    levels,
    beta_min: z.number().positive().default(0.1).describe('beta(0) in dx = -beta/2 x dt + sqrt(beta) dw'),
    beta_max: z.number().positive().default(20).describe('beta(1)'),
    eps_s: epsS,
  },
  process: 'vp',
  refuse: ({ betaMin, betaMax, epsS }) => {
    if (!(betaMin >= 0)) return { field: 'beta_min', message: `beta_min must be at least 0; got ${betaMin}.` }
    if (!(betaMax > 0 && betaMax >= betaMin))
      return { field: 'beta_max', message: `beta_max must be above 0 and at least beta_min; got ${betaMax}.` }
    if (betaMin + betaMax > 2800)
      return { field: 'beta_max', message: `beta_max = ${betaMax} makes sigma/alpha overflow at t = 1; lower it.` }
    return refuseEpsS(epsS, 1)
  },
  sigma: (u, { betaMin, betaMax, epsS }) => {
    const t = 1 - u + u * epsS
    return Math.sqrt(Math.expm1(t * (betaMin + (t * (betaMax - betaMin)) / 2)))
  },
})

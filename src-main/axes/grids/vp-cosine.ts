/** Even in the time of the cosine VP process, on the axis sigma/alpha. */
import { z } from 'zod'
import { gridRow } from './grid-row.ts'
import { EPS_S, epsSOrImplied, levels, refuseEpsS } from './parameters.ts'

/** alpha-bar is 0 at t = 1. */
const T_MAX = 0.999

export const vpCosine = gridRow({
  name: 'vp-cosine',
  label: 'VP, cosine',
  formula: 'sigma/alpha = sqrt(1/abar - 1), abar = cos^2(pi/2 (t+s)/(1+s)) / cos^2(pi/2 s/(1+s)), t from .999 to eps_s',
  source: 'Nichol & Dhariwal 2021, arXiv:2102.09672, eq. 17',
  works: ['nichol2021'],
  parameters: { levels, s: z.number().positive().default(0.008), eps_s: epsSOrImplied },
  implied: { epsS: EPS_S },
  process: 'vp',
  refuse: ({ s, epsS }) =>
    s >= 0 ? refuseEpsS(epsS, T_MAX) : { field: 's', message: `s must be at least 0; got ${s}.` },
  sigma: (u, { s, epsS }) => {
    const t = (1 - u) * T_MAX + u * epsS
    const quarter = Math.PI / 2 / (1 + s)
    // 1 - abar by the product of two sines and cos by the sine of the complement: neither cancels at its end.
    const oneMinusAlphaBar = Math.sin(quarter * (t + 2 * s)) * Math.sin(quarter * t)
    return Math.sqrt(oneMinusAlphaBar) / Math.sin(quarter * (1 - t))
  },
})

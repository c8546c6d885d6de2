/** Every scheme of the oracle by name. */

import { ddim, ddpm, euler, eulerMaruyama, exponentialIntegrator, oneStage, reverseDiffusion } from './one-stage.ts'
import { dpmpp2m } from './dpmpp2m.ts'
import { edm } from './edm.ts'
import { heun } from './heun.ts'
import { langevin } from './langevin.ts'
import { rk4 } from './rk4.ts'
import type { Scheme } from './scheme.ts'

export type SchemeName =
  'em' | 'ei' | 'ddpm' | 'reverse-diffusion' | 'euler' | 'ddim' | 'heun' | 'rk4' | 'dpmpp2m' | 'edm' | 'langevin'

const once = (steps: number) => steps
const sde = { order: 1, reference: 'sde', reach: 1, evaluations: once } as const
const ode = { order: 1, reference: 'ode', reach: 1, evaluations: once } as const

export const SCHEMES: Record<SchemeName, Scheme> = {
  em: {
    ...sde,
    compile: oneStage(eulerMaruyama),
    source: 'Euler-Maruyama on the reverse SDE; Song et al. 2021, arXiv 2011.13456',
  },
  ei: {
    ...sde,
    compile: oneStage(exponentialIntegrator),
    source: 'exponential integrator; Gao, Nguyen & Zhu 2023, arXiv 2311.11003',
  },
  ddpm: { ...sde, compile: oneStage(ddpm), source: 'ancestral sampling; Ho et al. 2020, arXiv 2006.11239' },
  'reverse-diffusion': {
    ...sde,
    compile: oneStage(reverseDiffusion),
    source: 'reverse diffusion predictor; Song et al. 2021, arXiv 2011.13456',
  },
  euler: {
    ...ode,
    compile: oneStage(euler),
    source: 'Euler on the probability-flow ODE in t; Song et al. 2021, arXiv 2011.13456',
  },
  ddim: { ...ode, compile: oneStage(ddim), source: 'DDIM, Euler in sigma/alpha; Song et al. 2021, arXiv 2010.02502' },
  heun: {
    ...ode,
    order: 2,
    evaluations: (steps) => 2 * steps,
    compile: heun,
    source: 'Heun on the probability-flow ODE in t',
  },
  rk4: {
    ...ode,
    order: 4,
    evaluations: (steps) => 4 * steps,
    compile: rk4,
    source: 'Runge-Kutta 4 on the probability-flow ODE in t',
  },
  dpmpp2m: {
    ...ode,
    order: 2,
    reach: 2,
    compile: dpmpp2m,
    source: 'DPM-Solver++(2M); Lu et al. 2022, arXiv 2211.01095',
  },
  edm: {
    ...ode,
    order: 2,
    evaluations: (steps) => 2 * steps,
    compile: edm,
    source: 'Heun in sigma/alpha with churn; Karras et al. 2022, arXiv 2206.00364, Alg. 2',
  },
  langevin: {
    ...sde,
    order: null,
    evaluations: (steps, { langevin: { inner } }) => (steps + 1) * inner,
    compile: langevin,
    source: 'annealed Langevin dynamics; Song & Ermon 2019, arXiv 1907.05600',
  },
}

export const SCHEME_NAMES = Object.keys(SCHEMES) as SchemeName[]

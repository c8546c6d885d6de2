/** The oracle's schemes as they are named and drawn: one colour and dash each, wherever it appears. */
import type { SchemeName } from '#theory/errors/schemes/schemes.ts'

type Row = { label: string; slot: number; title: string }

export const SCHEME_ROWS: { readonly [S in SchemeName | 'sde' | 'ode']: Row } = {
  em: { label: 'EM', slot: 0, title: 'Euler–Maruyama on the reverse SDE' },
  ei: { label: 'EI', slot: 1, title: 'Exponential integrator of the reverse SDE' },
  euler: { label: 'Euler', slot: 2, title: 'Euler on the probability-flow ODE in t' },
  heun: { label: 'Heun', slot: 3, title: 'Heun on the probability-flow ODE in t' },
  ddpm: { label: 'DDPM', slot: 4, title: 'Ancestral sampling' },
  ddim: { label: 'DDIM', slot: 5, title: 'Euler in σ/α' },
  dpmpp2m: { label: 'DPM++ 2M', slot: 7, title: 'DPM-Solver++(2M)' },
  rk4: { label: 'RK4', slot: 6, title: 'Runge–Kutta 4 on the ODE in t' },
  edm: { label: 'Heun σ', slot: 8, title: 'Heun in σ/α with churn, Euler into σ = 0: the sampler of EDM' },
  'reverse-diffusion': { label: 'Rev. diff.', slot: 9, title: 'Reverse diffusion predictor' },
  langevin: { label: 'Langevin', slot: 10, title: 'Annealed Langevin dynamics, T inner steps at each level' },
  sde: { label: 'SDE', slot: 6, title: 'The continuous reverse SDE' },
  ode: { label: 'ODE', slot: 4, title: 'The continuous probability-flow ODE' },
}

/** Offered on the Theory page. */
export const PAGE_SCHEMES = [
  'em',
  'ei',
  'ddpm',
  'reverse-diffusion',
  'langevin',
  'euler',
  'heun',
  'ddim',
  'dpmpp2m',
  'rk4',
  'edm',
] as const
export type PageScheme = (typeof PAGE_SCHEMES)[number]

/** Offered beside the canvas, in the coordinate sigma. */
export const CANVAS_SCHEMES = ['edm', 'euler', 'dpmpp2m', 'ddpm', 'em', 'reverse-diffusion', 'langevin'] as const
export type CanvasScheme = (typeof CANVAS_SCHEMES)[number]

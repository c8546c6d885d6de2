/** The processes as the page offers them: their names, and the reach of a slider for each parameter. */
import { PROCESSES, type ProcessName, type ProcessSpec } from '#theory/process/processes.ts'

/** EDM's sigma = t belongs beside the canvas, where a schedule is its grid. */
export type PageFamily = Exclude<ProcessName, 'edm'>
type Slid = { label: string; symbol: string; min: number; max: number; log?: boolean }
type Parameters = Readonly<Record<string, number>>

export const FIELDS: Readonly<Record<string, Slid>> = {
  betaMin: { label: 'Smallest β', symbol: 'beta_min', min: 1e-3, max: 10, log: true },
  betaMax: { label: 'Largest β', symbol: 'beta_max', min: 0.1, max: 100, log: true },
  sigmaMin: { label: 'Smallest σ', symbol: 'sigma_min', min: 1e-4, max: 1, log: true },
  sigmaMax: { label: 'Largest σ', symbol: 'sigma_max', min: 0.1, max: 1000, log: true },
  rho: { label: 'Exponent', symbol: 'rho', min: 0.5, max: 15 },
  s: { label: 'Offset', symbol: 's', min: 1e-4, max: 0.1, log: true },
  variance: { label: 'Variance of the noise', symbol: 's²', min: 0.1, max: 1000, log: true },
}

const BETAS = { betaMin: 0.1, betaMax: 20 }
const SIGMAS = { sigmaMin: 0.01, sigmaMax: 50 }

export const FAMILIES: { readonly [F in PageFamily]: { label: string; first: Parameters } } = {
  'vp-linear': { label: 'VP linear', first: BETAS },
  'vp-constant': { label: 'VP constant', first: { betaMin: 0.1, betaMax: 10 } },
  'vp-polynomial': { label: 'VP polynomial', first: { ...BETAS, rho: 5 } },
  'vp-exponential': { label: 'VP exponential', first: { betaMin: 0.1, betaMax: 30 } },
  'vp-cosine': { label: 'VP cosine', first: { s: 0.008 } },
  'sub-vp': { label: 'sub-VP', first: BETAS },
  've-exponential': { label: 'VE exponential', first: SIGMAS },
  've-constant': { label: 'VE constant g', first: SIGMAS },
  've-sqrt': { label: 'VE g ∝ √t', first: SIGMAS },
  've-polynomial': { label: 'VE polynomial', first: { ...SIGMAS, rho: 7 } },
  'interpolant-trig': { label: 'Interpolant, trigonometric', first: { variance: 1 } },
  'interpolant-linear': { label: 'Interpolant, linear', first: { variance: 1 } },
  'rectified-flow': { label: 'Rectified flow', first: {} },
}
export const FAMILY_NAMES = Object.keys(FAMILIES) as PageFamily[]

export const fieldsOf = (family: PageFamily) => Object.keys(FAMILIES[family].first)
export const specOf = (family: PageFamily, parameters: Parameters) => ({ family, ...parameters }) as ProcessSpec

/** Its own first parameters, with those of `before` that it shares. */
export const parametersFor = (family: PageFamily, before: Parameters): Parameters =>
  Object.fromEntries(Object.entries(FAMILIES[family].first).map(([name, value]) => [name, before[name] ?? value]))

/** Greek and roots instead of names, for reading. */
export const readableFormula = (family: PageFamily) =>
  PROCESSES[family].formula
    .replaceAll('beta_min', 'β₀')
    .replaceAll('beta_max', 'β₁')
    .replaceAll('sigma_min', 'σ₀')
    .replaceAll('sigma_max', 'σ₁')
    .replaceAll('beta', 'β')
    .replaceAll('sigma', 'σ')
    .replaceAll('alpha', 'α')
    .replaceAll('rho', 'ρ')
    .replaceAll('pi', 'π')
    .replaceAll('sqrt', '√')
    .replaceAll('int ', '∫')
    .replaceAll('^2', '²')
    .replaceAll('-', '−')

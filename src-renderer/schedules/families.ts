/** What the form of a family shows: for each parameter its symbol, meaning, unit, and the reach of its slider. */
import { SEQUENCES } from '#theory/grids/sequences.ts'
import type { DataRange } from '#contract/schedule.ts'
import type { FamilyName, Parameters } from '../shape/draft.ts'

export type ParameterField = {
  /** As in code, `sigmaMax`; `field` is as users write it, `sigma_max`. */
  name: string
  field: string
  label: string
  symbol: string
  unit: string
  min: number
  max: number
  log: boolean
  whole?: boolean
}

const FIELDS: { readonly [name: string]: Omit<ParameterField, 'name'> } = {
  levels: { field: 'levels', label: 'Levels', symbol: 'L', unit: 'steps', min: 2, max: 1000, log: true, whole: true },
  sigmaMax: {
    field: 'sigma_max',
    label: 'Largest sigma',
    symbol: 'σ₁',
    unit: 'data units',
    min: 0.05,
    max: 500,
    log: true,
  },
  sigmaMin: {
    field: 'sigma_min',
    label: 'Smallest sigma',
    symbol: 'σ_L',
    unit: 'data units',
    min: 1e-4,
    max: 1,
    log: true,
  },
  rho: { field: 'rho', label: 'Exponent', symbol: 'ρ', unit: 'no unit', min: 0.2, max: 20, log: true },
  betaMin: { field: 'beta_min', label: 'β at t = 0', symbol: 'β₀', unit: 'per unit time', min: 0, max: 10, log: false },
  betaMax: {
    field: 'beta_max',
    label: 'β at t = 1',
    symbol: 'β₁',
    unit: 'per unit time',
    min: 0.1,
    max: 60,
    log: false,
  },
  epsS: {
    field: 'eps_s',
    label: 'Smallest time',
    symbol: 'ε_s',
    unit: 'of t in [0, 1]',
    min: 1e-5,
    max: 0.1,
    log: true,
  },
  s: { field: 's', label: 'Offset', symbol: 's', unit: 'no unit', min: 0, max: 0.1, log: false },
}

export const FAMILY_LABELS: { readonly [F in FamilyName]: string } = {
  geometric: 'Geometric',
  exponential: 'Exponential (geometric)',
  linear: 'Linear',
  cosine: 'Cosine',
  sigmoid: 'Sigmoid',
  karras: 'Karras (EDM)',
  polyexponential: 'Polyexponential',
  'vp-linear': 'VP, linear β',
  'vp-cosine': 'VP, cosine',
}
export const FAMILY_NAMES = Object.keys(FAMILY_LABELS) as FamilyName[]

export function fieldsOf(family: FamilyName): ParameterField[] {
  const names = ['levels', ...Object.keys(SEQUENCES[family].parameters).toSorted(byFormOrder)]
  return names.map((name) => ({ name, ...FIELDS[name] }))
}

/** Largest before smallest, as the levels fall. */
const byFormOrder = (a: string, b: string) => Object.keys(FIELDS).indexOf(a) - Object.keys(FIELDS).indexOf(b)

/** Parameters of a new family, keeping what the old one and it have in common. Defaults suit the data range. */
export function parametersFor(family: FamilyName, before: Parameters, dataRange: DataRange): Parameters {
  const wide = { levels: 18, sigmaMax: dataRange[0] === 0 ? 50 : 80, sigmaMin: dataRange[0] === 0 ? 0.01 : 0.002 }
  const defaults: Record<string, number> = family === 'cosine' ? { ...wide, sigmaMax: 1 } : wide
  const parameters: Record<string, number> = {}
  for (const { name } of fieldsOf(family)) {
    const own = SEQUENCES[family].parameters[name] ?? defaults[name]
    const shared = name === 'rho' ? undefined : before[name]
    parameters[name] = shared ?? own
  }
  if (family === 'cosine') parameters.sigmaMax = Math.min(1, parameters.sigmaMax)
  return parameters
}

/** What a sampler makes of these levels, exactly, where the data are the Gaussian with their covariance: noise left, spread lost. */
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import type { SamplerRow } from '#axes/row.ts'
import { Refusal } from '#contract/refusal.ts'
import type { SchemeName } from '#axes/schemes/schemes.ts'
import { annealedLangevin } from '../../errors/langevin.ts'
import { gaussianErrors } from '../../errors/gaussian-errors.ts'
import { SAMPLERS, levelsOf, type Patient } from './findings.ts'

export type Effect = {
  /** Root mean square over all coordinates of the deviation that is there too much, in data units. */
  noise: number
  /** Share of the data's spread that is missing, root mean square. */
  lost: number
}
/** The chain grows without bound. */
export const DIVERGES = 'diverges'

type Spectrum = NonNullable<Patient['spectrum']>

/** Whether there is an exact law of this sampler along a list of noise levels. */
export const hasLaw = ({ sampler, langevin }: Patient): boolean =>
  SAMPLERS[sampler].langevin
    ? langevin !== undefined && !['mala', 'metropolis-langevin'].includes(sampler)
    : schemeOf(sampler) !== null

function schemeOf(sampler: Patient['sampler']): SchemeName | null {
  const row: SamplerRow | undefined = SAMPLER_ROWS.find(({ name }) => name === sampler)
  return (row?.law?.name as SchemeName | undefined) ?? null
}

/** Null where there is no law, or nothing to hold it to. */
export function effectOf(patient: Patient, list: Float64Array): Effect | typeof DIVERGES | null {
  const levels = levelsOf(list)
  const falling = levels.every((sigma, i) => i === 0 || sigma < levels[i - 1])
  if (!patient.spectrum || !hasLaw(patient) || levels.length < 2 || !falling || patient.process === 'flow') return null
  try {
    const variances = SAMPLERS[patient.sampler].langevin
      ? ofLangevin(patient, levels, patient.spectrum)
      : ofScheme(patient, levels, patient.spectrum)
    return variances && comparedWith(patient.spectrum, variances)
  } catch (error) {
    // Too long to be asked here, or outside what the law is of.
    if (error instanceof Refusal) return error.field === 'eps' ? DIVERGES : null
    throw error
  }
}

function ofLangevin({ langevin, settings }: Patient, levels: Float64Array, { values }: Spectrum) {
  const { eps, inner, convention = 'code' } = langevin!
  const startVariance = levels[0] ** 2
  const asked = { sigmas: levels, eps, inner, convention, startVariance, spectrum: values }
  const { variances, denoisedVariances } = annealedLangevin(asked)
  return settings?.denoise === false ? variances : denoisedVariances
}

function ofScheme({ sampler, settings = {} }: Patient, levels: Float64Array, { values }: Spectrum) {
  const { sChurn, sTmin, sTmax, sNoise } = settings as Record<string, number | undefined>
  return gaussianErrors({
    spectrum: values,
    process: { family: 'edm', sigmaMax: levels[0] },
    scheme: schemeOf(sampler)!,
    times: [...levels, 0],
    ...(sChurn !== undefined && sChurn > 0 && { sChurn, sTmin, sTmax, sNoise }),
  }).variances
}

function comparedWith({ values, weights }: Spectrum, variances: Float64Array): Effect {
  let [excess, missing, all, axes] = [0, 0, 0, 0]
  variances.forEach((variance, j) => {
    const off = Math.sqrt(variance) - Math.sqrt(values[j])
    if (off > 0) excess += weights[j] * off * off
    else missing += weights[j] * off * off
    all += weights[j] * values[j]
    axes += weights[j]
  })
  return { noise: Math.sqrt(excess / axes), lost: Math.sqrt(missing / all) }
}

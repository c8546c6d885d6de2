/** Laws of the exact continuous dynamics on Gaussian data: p_t, the reverse SDE and the probability-flow ODE. */

import type { Process } from '../process/process.ts'

/** Variances of p_t: l_t = alpha(t)^2 l + sigma(t)^2. */
export function marginal(process: Process, spectrum: Float64Array, t: number): Float64Array {
  const [a2, s2] = [process.alphaSquared(t), process.sigmaSquared(t)]
  return spectrum.map((l) => a2 * l + s2)
}

export type Reference = 'sde' | 'ode'

/** v(t) = scale v(start) + shift for each eigenvalue. */
export type AffineLaw = { scale: Float64Array; shift: Float64Array }

/**
 * The reverse SDE or ODE from time `start` down to `t`, driven by the score -(1 + misfit) x / m_t, m_t = alpha^2 m +
 * sigma^2 with m the model's eigenvalue (the data's own, and misfit 0, when the score is exact). With R = (m_t/m_start) (alpha(start)/alpha(t))^2:
 *
 *   ode: scale = (m_t/m_start)^{1+misfit} (alpha(start)/alpha(t))^{2 misfit},             shift = 0
 *   sde: scale = (m_t/m_start)^{2+2 misfit} (alpha(start)/alpha(t))^{2+4 misfit},  shift = m_t (1 - R^{1+2 misfit})/(1 + 2 misfit)
 *
 * misfit 0 gives scale = m_t/m_start (ode) and (m_t alpha(start)/(m_start alpha(t)))^2 (sde): Pierret & Galerne 2024
 * (arXiv 2405.14250, Prop. 3 and 4), there for VP. The general form is ours. misfit must be above -1/2.
 */
export function reverseLaw(
  process: Process,
  model: Float64Array,
  reference: Reference,
  { start, t, misfit = 0 }: { start: number; t: number; misfit?: number },
): AffineLaw {
  const logFade = process.integralF(t) - process.integralF(start)
  const before = marginal(process, model, start)
  const after = marginal(process, model, t)
  const shift = new Float64Array(model.length)
  const fadeLog = (power: number) => (power === 0 ? 0 : power * logFade)
  const scale = after.map((value, j) => {
    if (value === before[j] && logFade === 0) return 1
    const logRatio = Math.log(value / before[j])
    if (reference === 'ode') return Math.exp((1 + misfit) * logRatio + fadeLog(2 * misfit))
    const power = 1 + 2 * misfit
    shift[j] = value === 0 ? 0 : (-value * Math.expm1(power * (logRatio + 2 * logFade))) / power
    return Math.exp((2 + 2 * misfit) * logRatio + fadeLog(2 + 4 * misfit))
  })
  return { scale, shift }
}

/** Variances after the affine law from `variances`. */
export const applyLaw = ({ scale, shift }: AffineLaw, variances: Float64Array) =>
  variances.map((value, j) => (scale[j] === 0 ? 0 : scale[j] * value) + shift[j])

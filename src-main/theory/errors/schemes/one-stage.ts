/** Schemes that ask the score once a step: each is one row of four coefficients. */

import type { ExactStep, Process } from '../../process/process.ts'
import type { OneStateWalk, Problem } from './scheme.ts'

/**
 * gain = p + (n1 m + n0) / (alpha^2 m + sigma^2) at the step's own time, and the variance of the noise added after it. A
 * score of -(1 + misfit) x/(alpha^2 m + sigma^2) times a coefficient c is n0 = -c (1 + misfit); a denoised image adds to n1.
 */
export type Row = { p: number; n1: number; n0: number; noise: number }
export type RowOf = (process: Process, t: number, next: number, misfit: number) => Row

/** The reverse step x' = a x + c score + sqrt(noise) z as a row. */
const scored = (a: number, c: number, noise: number, misfit: number): Row => ({
  p: a,
  n1: 0,
  n0: -c * (1 + misfit),
  noise,
})

/** Variance of x_t given x_next: 1 - e^{-int beta} for VP, sigma^2 - sigma'^2 for VE. */
const transition = ({ growth, noise }: ExactStep) => noise * Math.exp(-2 * growth)

/** Euler-Maruyama: x' = x + D (f x + g^2 s) + sqrt(D) g z (Song et al. 2021, arXiv 2011.13456). */
export const eulerMaruyama: RowOf = (process, t, next, misfit) => {
  const step = t - next
  const g2 = process.gSquared(t)
  return scored(1 + step * process.f(t), step * g2, step * g2, misfit)
}

/** Exponential integrator: the linear part and the noise exact, the score frozen over the step (Gao, Nguyen & Zhu 2023, arXiv 2311.11003). */
export const exponentialIntegrator: RowOf = (process, t, next, misfit) => {
  const { growth, score, noise } = process.step(t, next)
  return scored(Math.exp(growth), score, noise, misfit)
}

/**
 * DDPM ancestral: mean (x + b s) alpha'/alpha, b the variance of x_t given x_t' (Ho et al. 2020, arXiv 2006.11239). Noise
 * variance b ("fixed large"), on VE the posterior variance b sigma'^2/sigma^2 as in score_sde's AncestralSamplingPredictor.
 */
export const ddpm: RowOf = (process, t, next, misfit) => {
  const exact = process.step(t, next)
  const b = transition(exact)
  const a = Math.exp(exact.growth)
  const noise = process.kind === 've' ? (b * process.sigmaSquared(next)) / process.sigmaSquared(t) : b
  return scored(a, a * b, noise, misfit)
}

/**
 * Reverse diffusion: the exact forward step x_t = e^{-growth} x_t' + sqrt(b) z run backwards, x' = (2 - e^{-growth}) x + b s
 * + sqrt(b) z (Song et al. 2021, arXiv 2011.13456, App. E). On VE it is the exponential integrator.
 */
export const reverseDiffusion: RowOf = (process, t, next, misfit) => {
  const exact = process.step(t, next)
  const b = transition(exact)
  return scored(1 - Math.expm1(-exact.growth), b, b, misfit)
}

/** Euler's method in t on the probability-flow ODE dx/dt = -f x - g^2 s/2. */
export const euler: RowOf = (process, t, next, misfit) => {
  const step = t - next
  const { n1, n0 } = flowRate(process, t, misfit)
  return { p: 1, n1: -step * n1, n0: -step * n0, noise: 0 }
}

/** DDIM with eta = 0, Euler's method in sigma/alpha: x' = sigma'/sigma x + (alpha' - alpha sigma'/sigma) x0hat (Song et al. 2021, arXiv 2010.02502). */
export const ddim: RowOf = (process, t, next, misfit) => {
  const p = process.sigma(next) / process.sigma(t)
  const alpha = process.alpha(t)
  const c = process.alpha(next) - alpha * p
  const { n1, n0 } = denoisedGain(process, t, misfit)
  return { p, n1: c * n1, n0: c * n0, noise: 0 }
}

/**
 * The flow's rate dx/dt = (n1 m + n0)/(alpha^2 m + sigma^2) x = (alpha alpha' m + sigma sigma' + misfit g^2/2)/m_t x, finite
 * also where alpha = 0 and f is not.
 */
export function flowRate(process: Process, t: number, misfit: number): { n1: number; n0: number } {
  const extra = misfit === 0 ? 0 : (misfit * process.gSquared(t)) / 2
  return { n1: process.alpha(t) * process.alphaDot(t), n0: process.sigmaSigmaDot(t) + extra }
}

/** x0hat = (x + sigma^2 s)/alpha = (n1 m + n0)/(alpha^2 m + sigma^2) x = (alpha m - misfit sigma^2/alpha)/m_t x. */
export function denoisedGain(process: Process, t: number, misfit: number): { n1: number; n0: number } {
  const alpha = process.alpha(t)
  return { n1: alpha, n0: misfit === 0 ? 0 : (-misfit * process.sigmaSquared(t)) / alpha }
}

/** All steps of a one-stage scheme. */
export const oneStage =
  (rowOf: RowOf) =>
  ({ process, times, model, misfit }: Problem): OneStateWalk => {
    const steps = times.length - 1
    const rows = Array.from({ length: steps }, (_, k) => rowOf(process, times[k], times[k + 1], misfit))
    const a2 = Float64Array.from(times, process.alphaSquared)
    const s2 = Float64Array.from(times, process.sigmaSquared)
    return {
      states: 1,
      steps,
      repeat: 1,
      pre: new Float64Array(steps),
      post: Float64Array.from(rows, (row) => row.noise),
      fused(k, scale, shift) {
        const { p, n1, n0, noise } = rows[k]
        const [a, s] = [a2[k], s2[k]]
        if (shift === null) {
          for (let j = 0; j < scale.length; j++) {
            const gain = p + (n1 * model[j] + n0) / (a * model[j] + s)
            scale[j] *= gain * gain
          }
        } else {
          for (let j = 0; j < scale.length; j++) {
            const gain = p + (n1 * model[j] + n0) / (a * model[j] + s)
            const square = gain * gain
            scale[j] *= square
            shift[j] = square * shift[j] + noise
          }
        }
      },
      gain(k, out) {
        const { p, n1, n0 } = rows[k]
        const [a, s] = [a2[k], s2[k]]
        for (let j = 0; j < out.length; j++) out[j] = p + (n1 * model[j] + n0) / (a * model[j] + s)
      },
    }
  }

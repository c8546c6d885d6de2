/** What a forward process is, and what follows from it for every family. */

/**
 * A scalar forward process on 0 <= t <= `end`, t = 0 data, t = `end` noise:
 *
 *     x_t = alpha(t) x_0 + sigma(t) z,  z ~ N(0, I)      equivalently      dx = -f(t) x dt + g(t) dw
 *
 * with f = -alpha'/alpha and g^2 = (sigma^2)' + 2 f sigma^2 (Song et al. 2021, arXiv 2011.13456, in our sign of f: a
 * VP process has f = +beta/2). alpha and sigma are in data units; everything else is derived from them, in closed form
 * for each family, and tested against differentiation of alpha and sigma.
 *
 * At t = 0: sigma is 0 for vp-*, sub-vp, interpolants and `edm`, so that logSnr is +Infinity there; ve-* start at sigma_min.
 * At t = 1 interpolants have alpha = 0: f and gSquared are Infinity, the products below stay finite.
 */
export type Process = {
  readonly family: string
  readonly kind: 'vp' | 'sub-vp' | 've' | 'interpolant'
  /** The time T at which sampling starts: 1; .999 for vp-cosine, sigma_max for edm. */
  readonly end: number
  alpha(t: number): number
  sigma(t: number): number
  alphaSquared(t: number): number
  sigmaSquared(t: number): number
  /**
   * Coefficients of the probability-flow velocity dx/dt = alpha'(t) E[x_0|x] + sigma'(t) E[z|x] (Albergo & Vanden-Eijnden
   * 2023, arXiv 2303.08797). sigma' is Infinity where sigma = 0 and sigma^2 has a slope (VP at t = 0).
   */
  alphaDot(t: number): number
  sigmaDot(t: number): number
  /** sigma sigma' = (sigma^2)'/2, finite where sigma' is not. */
  sigmaSigmaDot(t: number): number
  f(t: number): number
  gSquared(t: number): number
  /** int_0^t f = -ln(alpha(t)/alpha(0)); alpha(0) = 1 in every family. */
  integralF(t: number): number
  /** sigma/alpha, the noise level in the EDM coordinate x/alpha (Karras et al. 2022, arXiv 2206.00364). */
  noiseToSignal(t: number): number
  /** Inverse of `noiseToSignal`. NaN outside its range. */
  timeOf(noiseToSignal: number): number
  /** Variance of N(0, .) from which sampling starts at time t: 1 (VP, sub-VP), sigma(t)^2 (VE), s^2 (interpolants). */
  priorVariance(t: number): number
  /** Exact integrals of the linear parts over the reverse step t -> next < t; see `ExactStep`. */
  step(t: number, next: number): ExactStep
}

/**
 * Over a reverse step t -> next:
 *   growth   = int f                               = ln(alpha(next) / alpha(t))
 *   score    = int e^{int_next^s f} g(s)^2 ds      = alpha(next) int alpha d(sigma^2/alpha^2)
 *   noise    = int e^{2 int_next^s f} g(s)^2 ds    = alpha(next)^2 ((sigma/alpha)^2(t) - (sigma/alpha)^2(next))
 * These are the coefficients of the exponential integrator. noise * e^{-2 growth} is the variance of x_t given x_next.
 */
export type ExactStep = { growth: number; score: number; noise: number }

/** ln(alpha^2/sigma^2); +Infinity where sigma = 0, -Infinity where alpha = 0. */
export const logSnr = (process: Process, t: number) => -2 * Math.log(process.noiseToSignal(t))

/** Inverse of `logSnr`. */
export const timeOfLogSnr = (process: Process, value: number) => process.timeOf(Math.exp(-value / 2))

/** The largest time at which there is signal, so that x_t/alpha is finite: the end, or .999 where alpha is 0 at the end. */
export const lastTime = (process: Process) => (process.alpha(process.end) > 0 ? process.end : 0.999 * process.end)

export const g = (process: Process, t: number) => Math.sqrt(process.gSquared(t))

/** beta(t) of dx = -(beta/2) x dt + ...: 2 f. Zero for VE. */
export const beta = (process: Process, t: number) => 2 * process.f(t)

/** int_0^t beta = -2 ln alpha(t). */
export const integralBeta = (process: Process, t: number) => 2 * process.integralF(t)

/** Processes with alpha = 1 that are given by sigma(t): the VE families and EDM's sigma(t) = t. */

import { parameter } from './parameters.ts'
import type { ExactStep, Process } from './process.ts'

/** sigma(t), sigma sigma' (g^2 is twice that, never a hand-written g) and the inverse of sigma. */
export type NoiseCurve = {
  end: number
  sigma(t: number): number
  sigmaSigmaDot(t: number): number
  timeOfSigma(sigma: number): number
}

type Given = Readonly<Record<string, unknown>>
const LARGEST_SIGMA = 1e9

function sigmaEnds(given: Given, { positive = false } = {}) {
  const sigmaMin = parameter(
    given,
    'sigmaMin',
    positive ? { above: 0, atMost: LARGEST_SIGMA } : { atLeast: 0, atMost: LARGEST_SIGMA },
  )
  const sigmaMax = parameter(given, 'sigmaMax', { above: sigmaMin, atMost: LARGEST_SIGMA })
  return { sigmaMin, sigmaMax }
}

/** sigma = s0 (s1/s0)^t, g = sigma sqrt(2 ln(s1/s0)) (Song et al. 2021, arXiv 2011.13456: .01 -> 50). */
export function exponentialNoise(given: Given): NoiseCurve {
  const { sigmaMin, sigmaMax } = sigmaEnds(given, { positive: true })
  const rate = Math.log(sigmaMax / sigmaMin)
  const sigma = (t: number) => (t === 1 ? sigmaMax : sigmaMin * Math.exp(rate * t))
  return {
    end: 1,
    sigma,
    sigmaSigmaDot: (t) => rate * sigma(t) ** 2,
    timeOfSigma: (value) => Math.log(value / sigmaMin) / rate,
  }
}

/** sigma^2 = s0^2 + (s1^2 - s0^2) t^power: constant g for power 1, g proportional to sqrt(t) for power 2 (arXiv 2311.11003). */
export function powerNoise(given: Given, power: 1 | 2): NoiseCurve {
  const { sigmaMin, sigmaMax } = sigmaEnds(given)
  const rise = (sigmaMax - sigmaMin) * (sigmaMax + sigmaMin)
  return {
    end: 1,
    sigma: (t) => (t === 1 ? sigmaMax : Math.sqrt(sigmaMin ** 2 + rise * t ** power)),
    sigmaSigmaDot: (t) => (power === 1 ? rise / 2 : rise * t),
    timeOfSigma: (value) => (((value - sigmaMin) * (value + sigmaMin)) / rise) ** (1 / power),
  }
}

/** sigma = (a + (b - a) t)^rho, a = s0^{1/rho}, b = s1^{1/rho} (arXiv 2311.11003); rho = 7 has the shape of Karras's grid. */
export function polynomialNoise(given: Given): NoiseCurve {
  const { sigmaMin, sigmaMax } = sigmaEnds(given)
  const rho = parameter(given, 'rho', { atLeast: 0.5, atMost: 100 })
  const a = sigmaMin ** (1 / rho)
  const rise = sigmaMax ** (1 / rho) - a
  return {
    end: 1,
    sigma: (t) => (t === 0 ? sigmaMin : t === 1 ? sigmaMax : (a + rise * t) ** rho),
    // at rho < 1 with sigma_min = 0 sigma' alone would be infinite at t = 0; the product is one power
    sigmaSigmaDot: (t) => rho * rise * (a + rise * t) ** (2 * rho - 1),
    timeOfSigma: (value) => (value ** (1 / rho) - a) / rise,
  }
}

/** sigma = t on [0, sigma_max] (Karras et al. 2022, arXiv 2206.00364): times are sigmas, so any sigma list is a grid of it. */
export function edmNoise(given: Given): NoiseCurve {
  const sigmaMax = parameter(given, 'sigmaMax', { above: 0, atMost: LARGEST_SIGMA })
  return { end: sigmaMax, sigma: (t) => t, sigmaSigmaDot: (t) => t, timeOfSigma: (sigma) => sigma }
}

/** alpha = 1, f = 0, g^2 = d(sigma^2)/dt = 2 sigma sigma'. */
export function varianceExploding(family: string, curve: NoiseCurve): Process {
  const { sigma, sigmaSigmaDot, end } = curve
  const [least, largest] = [sigma(0), sigma(end)]
  return {
    family,
    kind: 've',
    end,
    alpha: () => 1,
    sigma,
    alphaSquared: () => 1,
    sigmaSquared: (t) => sigma(t) ** 2,
    alphaDot: () => 0,
    sigmaDot: (t) => (sigma(t) === 0 ? sigmaRateAtZero(curve) : sigmaSigmaDot(t) / sigma(t)),
    sigmaSigmaDot,
    f: () => 0,
    gSquared: (t) => 2 * sigmaSigmaDot(t),
    integralF: () => 0,
    noiseToSignal: sigma,
    timeOf: (level) =>
      level >= least * (1 - 1e-12) && level <= largest * (1 + 1e-12) ? curve.timeOfSigma(level) : NaN,
    priorVariance: (t) => sigma(t) ** 2,
    step: (t, next): ExactStep => {
      const [here, there] = [sigma(t), sigma(next)]
      const fall = (here - there) * (here + there)
      return { growth: 0, score: fall, noise: fall }
    },
  }
}

/** The right-hand derivative of sigma at 0 where sigma(0) = 0 (sigma / t there, which may be Infinity). */
const sigmaRateAtZero = (curve: NoiseCurve) => curve.sigma(Number.EPSILON) / Number.EPSILON

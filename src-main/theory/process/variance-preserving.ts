/** Processes that are given by beta(t): VP (alpha^2 + sigma^2 = 1) and sub-VP, each with the same clocks. */

import { Refusal } from '#contract/refusal.ts'
import { parameter } from './parameters.ts'
import type { ExactStep, Process } from './process.ts'

/** A clock: beta(t), its integral I(t) from 0, and the inverse of the integral. */
export type Clock = {
  end: number
  beta(t: number): number
  integral(t: number): number
  timeOfIntegral(value: number): number
}

export type BetaEnds = { betaMin: number; betaMax: number }
type Given = Readonly<Record<string, unknown>>

/** alpha(1)^2 = e^{-I} must stay a normal number beside 1: beyond this the process is noise, and ratios overflow. */
const LARGEST_INTEGRAL = 600
const LARGEST_BETA = 1e6

function betaEnds(given: Given, { positive = false } = {}): BetaEnds {
  const betaMin = parameter(
    given,
    'betaMin',
    positive ? { above: 0, atMost: LARGEST_BETA } : { atLeast: 0, atMost: LARGEST_BETA },
  )
  const betaMax = parameter(given, 'betaMax', { above: 0, atLeast: betaMin, atMost: LARGEST_BETA })
  return { betaMin, betaMax }
}

/** beta = b0 + (b1 - b0) t; I = b0 t + (b1 - b0) t^2/2 (Song et al. 2021, arXiv 2011.13456: .1 -> 20). */
export function linearClock(given: Given): Clock {
  const { betaMin, betaMax } = betaEnds(given)
  const slope = betaMax - betaMin
  return {
    end: 1,
    beta: (t) => betaMin + slope * t,
    integral: (t) => t * (betaMin + (slope * t) / 2),
    // the root of the quadratic, written without the difference that cancels at small t
    timeOfIntegral: (value) =>
      value === 0 ? 0 : (2 * value) / (betaMin + Math.sqrt(betaMin * betaMin + 2 * slope * value)),
  }
}

/** beta = (b0 + b1)/2, constant, as the code of Gao, Nguyen & Zhu 2023 (arXiv 2311.11003) takes it. */
export function constantClock(given: Given): Clock {
  const { betaMin, betaMax } = betaEnds(given)
  const mean = (betaMin + betaMax) / 2
  return { end: 1, beta: () => mean, integral: (t) => mean * t, timeOfIntegral: (value) => value / mean }
}

/**
 * beta = (b + a t)^rho, b = b0^{1/rho}, a = b1^{1/rho} - b; I = ((b + a t)^{rho+1} - b^{rho+1})/(a (rho+1))
 * (Gao, Nguyen & Zhu 2023, arXiv 2311.11003). rho = 1 is the linear clock.
 */
export function polynomialClock(given: Given): Clock {
  const { betaMin, betaMax } = betaEnds(given)
  const rho = parameter(given, 'rho', { atLeast: 0.05, atMost: 100 })
  const b = betaMin ** (1 / rho)
  const a = betaMax ** (1 / rho) - b
  if (a <= b * 1e-14) return constantClock({ betaMin: betaMax, betaMax })
  const scale = a * (rho + 1)
  return {
    end: 1,
    beta: (t) => (b + a * t) ** rho,
    integral: (t) =>
      a * t > b
        ? ((b + a * t) ** (rho + 1) - b ** (rho + 1)) / scale
        : (b ** (rho + 1) / scale) * Math.expm1((rho + 1) * Math.log1p((a * t) / b || 0)),
    timeOfIntegral: (value) => {
      const shifted = value * scale
      const base = b ** (rho + 1)
      if (shifted > base) return ((shifted + base) ** (1 / (rho + 1)) - b) / a
      return (b / a) * Math.expm1(Math.log1p(shifted / base || 0) / (rho + 1))
    },
  }
}

/** beta = b0 (b1/b0)^t; I = b0 ((b1/b0)^t - 1)/ln(b1/b0) (Gao, Nguyen & Zhu 2023, arXiv 2311.11003: .1 -> 30). */
export function exponentialClock(given: Given): Clock {
  const { betaMin, betaMax } = betaEnds(given, { positive: true })
  const rate = Math.log(betaMax / betaMin)
  if (rate < 1e-14) return constantClock({ betaMin, betaMax })
  return {
    end: 1,
    beta: (t) => betaMin * Math.exp(rate * t),
    integral: (t) => (betaMin / rate) * Math.expm1(rate * t),
    timeOfIntegral: (value) => Math.log1p((value * rate) / betaMin) / rate,
  }
}

/**
 * alpha^2 = cos^2(pi/2 (t+s)/(1+s)) / cos^2(pi/2 s/(1+s)), s = .008 (Nichol & Dhariwal 2021, arXiv 2102.09672).
 * alpha(1) = 0, so sampling starts at t = .999.
 */
export function cosineClock(given: Given): Clock {
  const s = parameter(given, 's', { atLeast: 0, atMost: 1, default: 0.008 })
  const rate = Math.PI / 2 / (1 + s)
  const angle = rate * s
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  return {
    end: 0.999,
    beta: (t) => (t >= 1 ? Infinity : 2 * rate * Math.tan(angle + rate * t)),
    // cos(angle + x)/cos(angle) = 1 - (2 sin^2(x/2) + tan(angle) sin(x)), which does not cancel at small x
    integral: (t) =>
      t >= 1 ? Infinity : -2 * Math.log1p(-(2 * Math.sin((rate * t) / 2) ** 2 + (sine / cosine) * Math.sin(rate * t))),
    timeOfIntegral: (value) => {
      const shrink = Math.exp(-value / 2)
      const sineThere = Math.sqrt(Math.max(0, 1 - (cosine * shrink) ** 2))
      const sineOfDifference = (cosine * -Math.expm1(-value)) / (sineThere + shrink * sine || 1)
      return Math.atan2(sineOfDifference, cosine * cosine * shrink + sineThere * sine) / rate
    },
  }
}

const outside = (clock: Clock, level: number, integral: number) =>
  !(level >= 0) || !(integral <= clock.integral(1) * (1 + 1e-12))

/** alpha = e^{-I/2}, sigma^2 = 1 - e^{-I}, f = beta/2, g^2 = beta (Song et al. 2021, arXiv 2011.13456, eq. 11). */
export function variancePreserving(family: string, clock: Clock): Process {
  const { beta, integral } = clock
  const alphaSquared = (t: number) => Math.exp(-integral(t))
  const alpha = (t: number) => Math.exp(-integral(t) / 2)
  const sigma = (t: number) => Math.sqrt(-Math.expm1(-integral(t)))
  const sigmaSigmaDot = (t: number) => (beta(t) / 2) * alphaSquared(t)
  return {
    family,
    kind: 'vp',
    end: clock.end,
    alpha,
    sigma,
    alphaSquared,
    sigmaSquared: (t) => -Math.expm1(-integral(t)),
    alphaDot: (t) => (-beta(t) / 2) * alpha(t),
    sigmaDot: (t) => sigmaSigmaDot(t) / sigma(t),
    sigmaSigmaDot,
    f: (t) => beta(t) / 2,
    gSquared: beta,
    integralF: (t) => integral(t) / 2,
    noiseToSignal: (t) => Math.sqrt(Math.expm1(integral(t))),
    timeOf: (level) => {
      const value = Math.log1p(level * level)
      return outside(clock, level, value) ? NaN : clock.timeOfIntegral(value)
    },
    priorVariance: () => 1,
    step: (t, next): ExactStep => {
      const growth = (integral(t) - integral(next)) / 2
      return { growth, score: 2 * Math.expm1(growth), noise: Math.expm1(2 * growth) }
    },
  }
}

/** int_0^h (e^{u/2} - e^{-3u/2}) du, by its series where the closed form cancels. */
function subVarianceTail(h: number): number {
  if (h > 0.5) return 2 * Math.expm1(h / 2) + (2 / 3) * Math.expm1(-1.5 * h)
  let [up, down, sum] = [h / 2, -1.5 * h, 0]
  for (let n = 2; n < 22; n++) {
    up *= h / 2 / n
    down *= (-1.5 * h) / n
    sum += 2 * up + (2 / 3) * down
  }
  return sum
}

/** alpha = e^{-I/2}, sigma = 1 - e^{-I}, f = beta/2, g^2 = beta (1 - e^{-2I}) (Song et al. 2021, arXiv 2011.13456, eq. 29). */
export function subVariancePreserving(family: string, clock: Clock): Process {
  const { beta, integral } = clock
  const alpha = (t: number) => Math.exp(-integral(t) / 2)
  const sigma = (t: number) => -Math.expm1(-integral(t))
  const sigmaDot = (t: number) => beta(t) * Math.exp(-integral(t))
  return {
    family,
    kind: 'sub-vp',
    end: clock.end,
    alpha,
    sigma,
    alphaSquared: (t) => Math.exp(-integral(t)),
    sigmaSquared: (t) => sigma(t) ** 2,
    alphaDot: (t) => (-beta(t) / 2) * alpha(t),
    sigmaDot,
    sigmaSigmaDot: (t) => sigma(t) * sigmaDot(t),
    f: (t) => beta(t) / 2,
    gSquared: (t) => beta(t) * -Math.expm1(-2 * integral(t)),
    integralF: (t) => integral(t) / 2,
    noiseToSignal: (t) => 2 * Math.sinh(integral(t) / 2),
    timeOf: (level) => {
      const value = 2 * Math.asinh(level / 2)
      return outside(clock, level, value) ? NaN : clock.timeOfIntegral(value)
    },
    priorVariance: () => 1,
    // with I, J the integral at t and next: score = int_J^I e^{(s-J)/2} (1 - e^{-2s}) ds, noise = e^{-J} (4 sinh^2(I/2) - 4 sinh^2(J/2))
    step: (t, next): ExactStep => {
      const [here, there] = [integral(t), integral(next)]
      const rise = here - there
      return {
        growth: rise / 2,
        score: -Math.expm1(-2 * there) * 2 * Math.expm1(rise / 2) + Math.exp(-2 * there) * subVarianceTail(rise),
        noise: 4 * Math.exp(-there) * Math.sinh((here + there) / 2) * Math.sinh(rise / 2),
      }
    },
  }
}

/** A clock whose alpha(end) would underflow is refused: no ratio to it can be formed in float64. */
export function refuseLongClock(clock: Clock): Clock {
  const integral = clock.integral(clock.end)
  if (integral <= LARGEST_INTEGRAL) return clock
  throw new Refusal(
    `beta_max is too large: the integral of beta is ${integral.toPrecision(4)}, and beyond ${LARGEST_INTEGRAL} alpha(1) underflows`,
    { field: 'beta_max' },
  )
}

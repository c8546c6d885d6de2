/** Fair comparison of families: the same integral of beta, or the same log-SNR at both ends. */

import { Refusal } from '#contract/refusal.ts'
import { parameter } from './parameters.ts'
import { integralBeta } from './process.ts'
import { processOf, type ProcessSpec } from './processes.ts'

type BetaSpec = Extract<ProcessSpec, { betaMin: number }>
type SigmaSpec = Extract<ProcessSpec, { sigmaMin: number }>

const hasBetas = (spec: ProcessSpec): spec is BetaSpec => 'betaMin' in spec
const hasSigmas = (spec: ProcessSpec): spec is SigmaSpec => 'sigmaMin' in spec

/**
 * The same family with int_0^1 beta = target: beta_min and beta_max times target / (their integral), which every beta
 * family turns into beta(t) times the same. alpha(1) = e^{-target/2}, so families matched so start equally far from the prior.
 */
export function matchIntegral(spec: ProcessSpec, target: number): ProcessSpec {
  parameter({ target }, 'target', { above: 0, atMost: 600 })
  const process = processOf(spec)
  if (!hasBetas(spec)) {
    throw new Refusal(`${spec.family} has no beta_min and beta_max to scale: match its log-SNR ends instead`, {
      field: 'family',
    })
  }
  const factor = target / integralBeta(process, 1)
  return { ...spec, betaMin: spec.betaMin * factor, betaMax: spec.betaMax * factor }
}

export type LogSnrEnds = { logSnrMax: number; logSnrMin: number; eps?: number }

/**
 * The same family with log-SNR `logSnrMax` at the data end and `logSnrMin` at t = 1. VE: sigma = e^{-logSnr/2} at t = 0
 * and t = 1. Families in beta have sigma(0) = 0, so their data end is t = eps (default 1e-3): beta_max/beta_min is solved by
 * bisection (I(eps)/I(1) falls in it), then both are scaled. Ends out of the family's reach are refused.
 */
export function matchLogSnrEnds(spec: ProcessSpec, { logSnrMax, logSnrMin, eps = 1e-3 }: LogSnrEnds): ProcessSpec {
  parameter({ logSnrMin }, 'logSnrMin', { atLeast: -36 })
  parameter({ logSnrMax }, 'logSnrMax', { above: logSnrMin, atMost: 80 })
  if (hasSigmas(spec)) return { ...spec, sigmaMin: Math.exp(-logSnrMax / 2), sigmaMax: Math.exp(-logSnrMin / 2) }
  if (spec.family === 'edm') return { ...spec, sigmaMax: Math.exp(-logSnrMin / 2) }
  if (!hasBetas(spec) || spec.family === 'vp-constant') {
    throw new Refusal(
      `${spec.family} has no two ends to move: choose a family with beta_min and beta_max, or a ve-* one`,
      {
        field: 'family',
      },
    )
  }
  parameter({ eps }, 'eps', { above: 0, atMost: 0.5 })
  const integralAt = (logSnr: number) =>
    spec.family === 'sub-vp' ? 2 * Math.asinh(Math.exp(-logSnr / 2) / 2) : Math.log1p(Math.exp(-logSnr))
  const wanted = integralAt(logSnrMax) / integralAt(logSnrMin)
  const shape = (ratio: number): BetaSpec => ({ ...spec, betaMin: 1 / ratio, betaMax: 1 })
  const share = (ratio: number) => {
    const process = processOf(shape(ratio))
    return integralBeta(process, eps) / integralBeta(process, 1)
  }
  let [low, high] = [0, Math.log(1e15)]
  if (!(wanted <= share(1)) || !(wanted >= share(Math.exp(high)))) {
    throw new Refusal(
      `${spec.family} cannot reach log-SNR ${logSnrMax} at t = ${eps} and ${logSnrMin} at t = 1 with a rising beta: move one end`,
      { field: 'log_snr_max' },
    )
  }
  for (let round = 0; round < 200 && high - low > 1e-15 * high; round++) {
    const middle = (low + high) / 2
    if (share(Math.exp(middle)) > wanted) low = middle
    else high = middle
  }
  return matchIntegral(shape(Math.exp((low + high) / 2)), integralAt(logSnrMin))
}

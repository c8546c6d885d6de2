/** Which levels and steps the data themselves ask for, each with its reason. Song & Ermon 2020, arXiv:2006.09011, techniques 1 to 5. */

import { Refusal } from '#contract/refusal.ts'
import { overlap, pullOf, ratioOfOverlap, varianceRatio } from './annealing.ts'
import type { Distances } from './distances.ts'
import { MAX_LEVELS } from './checked-levels.ts'
import type { DataRange } from './units.ts'

export type Advice<T = number> = { value: T; reason: string }

export type AdvisorInput = {
  /** Numbers in one datum. */
  d: number
  distances: Distances
  dataRange: DataRange
  /** Standard deviation of the data per coordinate, for preconditioned networks. */
  dataStd?: number
  /** Inner steps; more is better and costs in proportion. */
  inner?: number
  /** Overlap to aim for. */
  overlap?: number
}

export type AdvisedSchedule = {
  sigmaMax: Advice & { low: number; high: number }
  sigmaMin: Advice
  levels: Advice
  inner: Advice
  /** step_lr in the `code` convention. */
  eps: Advice
  ema: Advice
  sigmaData: Advice | null
  /** What the advised numbers amount to. */
  gamma: number
  overlap: number
  varianceRatio: number
  nfe: number
}

const two = (value: number) => Number(value.toPrecision(2))
const three = (value: number) => Number(value.toPrecision(3))

/**
 * Technique 1: sigma_1 = largest distance between data. Technique 2: geometric, overlap C(gamma) of about one half. Technique 4: for
 * given levels and inner steps T, the eps whose variance ratio s_T^2/sigma^2 comes closest to 1. sigma_L is a hundredth of the
 * data range, .01 on [0, 1] as published, below which noise is not seen.
 */
export function adviseSchedule({
  d,
  distances,
  dataRange,
  dataStd,
  inner = 5,
  overlap: target = 0.5,
}: AdvisorInput): AdvisedSchedule {
  if (!(Number.isInteger(d) && d >= 1)) throw new Refusal(`d must be a whole number from 1; got ${d}.`, { field: 'd' })
  if (!(Number.isInteger(inner) && inner >= 1 && inner <= 1e5))
    throw new Refusal(`inner must be a whole number from 1 to 1e5; got ${inner}.`, { field: 'inner' })
  if (!(target > 0 && target < 1))
    throw new Refusal(`overlap must lie between 0 and 1; got ${target}.`, { field: 'overlap' })
  const sigmaMin = 0.01 * (dataRange[1] - dataRange[0])
  const sigmaMax = three(distances.max)
  if (!(sigmaMax > sigmaMin))
    throw new Refusal(
      `All data lie within ${distances.max} of each other, less than the smallest level ${sigmaMin}: there is nothing to anneal.`,
      {
        field: 'distances',
      },
    )
  // In very few dimensions shells overlap at any ratio; halving is then the customary step.
  const wanted = Math.min(2, ratioOfOverlap(target, d))
  const levels = Math.min(MAX_LEVELS, Math.max(2, 1 + Math.ceil(Math.log(sigmaMax / sigmaMin) / Math.log(wanted))))
  const gamma = (sigmaMax / sigmaMin) ** (1 / (levels - 1))
  const eps = two(bestEps(gamma, inner, sigmaMin))
  const steps = { eps, inner, sigmaL: sigmaMin }
  const ratio = varianceRatio(gamma, steps)
  const { median, q99 } = distances.quantiles
  return {
    sigmaMax: {
      value: sigmaMax,
      low: three(q99),
      high: three(distances.upperBound),
      reason:
        `The largest distance between two data is ${distances.exact ? '' : 'at least '}${three(distances.max)} (median ${three(median)}, 99 % ${three(q99)}): ` +
        'noise of that size lets a sample pass between any two, so proportions are the model’s and not the start’s (technique 1).',
    },
    sigmaMin: { value: sigmaMin, reason: 'A hundredth of the data range: noise below it is not seen.' },
    levels: {
      value: levels,
      reason: `Geometric with ratio ${gamma.toFixed(4)}: neighbouring levels overlap by C = ${overlap(gamma, d).toFixed(2)} in ${d} dimensions (technique 2).`,
    },
    inner: {
      value: inner,
      reason: `As many inner steps as the budget allows; ${inner} make ${levels * inner} network evaluations (technique 4).`,
    },
    eps: {
      value: eps,
      reason: `With these levels and steps, the variance after a level comes closest to its own, ${ratio.toFixed(3)} times (technique 4); one step takes ${two(pullOf(steps))} of x away.`,
    },
    ema: {
      value: 0.999,
      reason: 'Samples come from averaged weights, or their colours drift between checkpoints (technique 5).',
    },
    sigmaData:
      dataStd === undefined
        ? null
        : {
            value: three(dataStd),
            reason: 'Standard deviation of the data per coordinate: what EDM preconditioning divides by.',
          },
    gamma,
    overlap: overlap(gamma, d),
    varianceRatio: ratio,
    nfe: levels * inner,
  }
}

/** eps with |s_T^2/sigma^2 - 1| least, by golden section over e = eps/sigma_L^2 in (0, 1), where the ratio has one minimum. */
export function bestEps(gamma: number, inner: number, sigmaL: number): number {
  const excess = (e: number) => Math.abs(varianceRatio(gamma, { eps: e * sigmaL ** 2, inner, sigmaL }) - 1)
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [0, 1]
  for (let i = 0; i < 100; i++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)]
    if (excess(a) < excess(b)) high = b
    else low = a
  }
  return ((low + high) / 2) * sigmaL ** 2
}

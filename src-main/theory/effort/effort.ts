/** Where training effort goes: the density of the noise levels times the weight of an error there, along ln sigma. */
import type { ObjectiveName } from '#axes/objectives/objectives.ts'
import { levelLaw, type NoiseLaw } from './noise-laws.ts'
import { trainedSpan } from './trained-span.ts'
import { WEIGHTS } from './weights.ts'

/** Each but `sigma` per unit of ln sigma, its integral 1. */
export type Effort = {
  sigma: number
  /** How often the level is drawn. */
  density: number
  /** Times the weight of |denoised - x_0|^2: what the gradient is made of for one size of error. Null where the objective has no such weight. */
  weighted: number | null
  /** Times the error of the best denoiser of N(0, sigma_data^2), sigma^2 sigma_data^2/(sigma^2 + sigma_data^2) too: the share of the loss. */
  loss: number | null
}

const POINTS = 161

/** Implicit and sliced score matching are dsm with another estimate (Hyvarinen 2005); under a corruption there is no one weight. */
const weightOf = (objective: ObjectiveName) => {
  if (objective === 'sm' || objective === 'ssm') return WEIGHTS.dsm
  return objective === 'soft' || objective === 'residual' ? null : WEIGHTS[objective]
}

/** Over the middle 99.9 % of a law, or at the levels of a list, whose density is one over their number and their distance in ln sigma. */
export function effortOf(law: NoiseLaw, objective: ObjectiveName, sigmaData: number): Effort[] {
  const drawn = law.name === 'sequence' ? ofList(law.sigmas) : ofLaw(law)
  const weight = weightOf(objective)
  const gaussian = (sigma: number) => (sigma * sigmaData) ** 2 / (sigma ** 2 + sigmaData ** 2)
  const weighted = weight && drawn.map(({ sigma, density }) => density * weight(sigma, sigmaData))
  const loss = weighted && weighted.map((value, i) => value * gaussian(drawn[i].sigma))
  const [densities, weights, losses] = [drawn.map(({ density }) => density), weighted, loss].map(
    (values) => values && normalised(values, drawn),
  )
  return drawn.map(({ sigma }, i) => ({
    sigma,
    density: densities![i],
    weighted: weights ? weights[i] : null,
    loss: losses ? losses[i] : null,
  }))
}

type Drawn = { sigma: number; density: number }

function ofLaw(law: NoiseLaw): Drawn[] {
  const { density } = levelLaw(law)
  const [least, most] = trainedSpan(law)
  return Array.from({ length: POINTS }, (_, i) => {
    const x = Math.log(least) + (Math.log(most / least) * i) / (POINTS - 1)
    return { sigma: Math.exp(x), density: density!(x) }
  })
}

function ofList(sigmas: readonly number[]): Drawn[] {
  const levels = [...new Set(sigmas)].toSorted((a, b) => a - b)
  const count = (sigma: number) => sigmas.filter((one) => one === sigma).length
  if (levels.length === 1) return [{ sigma: levels[0], density: 1 }]
  return levels.map((sigma, i) => ({ sigma, density: count(sigma) / width(levels, i) }))
}

/** Half of the way to both neighbours, in ln sigma. */
function width(levels: readonly number[], i: number): number {
  const [before, after] = [levels[Math.max(0, i - 1)], levels[Math.min(levels.length - 1, i + 1)]]
  return Math.log(after / before) / 2
}

function normalised(values: readonly number[], drawn: readonly Drawn[]): number[] {
  if (values.length === 1) return [1]
  let sum = 0
  for (let i = 1; i < values.length; i++)
    sum += ((values[i] + values[i - 1]) / 2) * Math.log(drawn[i].sigma / drawn[i - 1].sigma)
  return values.map((value) => value / sum)
}

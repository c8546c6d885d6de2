/** Multistep samplers against reference code on the same noise, and their exact law on a Gaussian. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import type { Denoiser } from '../scores/denoiser.ts'
import { lagrangeIntegral } from '#theory/errors/schemes/slopes.ts'
import { finalVariances } from './impulse.testing.ts'
import { ENDS, LEVELS, NOISE, START } from './reference-values.testing.ts'
import { chooseSampler, samplerOf, type SamplerChoice } from './samplers.ts'
import { walk } from './walk.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

const twoModes: Denoiser = (x, sigma) => {
  const square = sigma.square().reshape([-1, 1, 1, 1])
  const spread = square.add(0.04)
  return x
    .mul(0.04)
    .add(square.mul(x.div(spread).tanh()))
    .div(spread) as Tensor4D
}

describe('the end of a walk is that of reference code, within 1e-4', () => {
  it.each(ENDS)('%s %j, to 0: %s', async (name, parameters, toZero, expected) => {
    const choice = chooseSampler(name, parameters as never) as SamplerChoice
    const before = tf.memory().numTensors
    const start = tf.tensor4d(START, [1, 1, 4, 1])
    const { x, nfe } = await walk<SamplerChoice>({
      tf,
      sampler: samplerOf(choice).sample,
      parameters: choice,
      denoiser: twoModes,
      levels: levelsFrom(toZero ? [...LEVELS, 0] : LEVELS),
      start,
      noise: (draw) => tf.tensor4d(NOISE[draw], [1, 1, 4, 1]),
    })
    const found = Array.from(x.dataSync())
    tf.dispose([x, start])
    expected.forEach((value, k) => expect(Math.abs(found[k] - value)).toBeLessThan(1e-4))
    expect(nfe).toBe(toZero ? samplerOf(choice).nfe(8, choice) : 7)
    expect(tf.memory().numTensors).toBe(before)
  })
})

it.each(['dpmpp3m', 'unipc', 'deis', 'ipndm'] as const)(
  'huggingface/diffusers#9007: %s ends at sigma 0 in numbers, whatever the count of steps is to its order',
  async (name) => {
    const choice = chooseSampler(name) as SamplerChoice
    for (let steps = 2; steps <= 15; steps++) {
      const sigmas = Array.from({ length: steps }, (_, i) => 14.6 * (0.03 / 14.6) ** (i / (steps - 1)))
      const start = tf.tensor4d(START, [1, 1, 4, 1])
      const { x } = await walk<SamplerChoice>({
        tf,
        sampler: samplerOf(choice).sample,
        parameters: choice,
        denoiser: twoModes,
        levels: levelsFrom([...sigmas, 0]),
        start,
        noise: () => tf.zeros([1, 1, 4, 1]),
      })
      // Every law ends at one of its two modes, or between them.
      expect(Math.max(...x.dataSync().map(Math.abs)), `${steps} steps`).toBeLessThan(3)
      tf.dispose([x, start])
    }
  },
)

describe('on a Gaussian', () => {
  const SIGMAS = [20, 9, 4, 2, 1, 0.5, 0.2, 0.1]

  it('iPNDM, DEIS and DPM++(3M) have the variance of their recursion in float64', async () => {
    const cases = [
      ['ipndm', chooseSampler('ipndm'), (sigmas, l) => multistep(sigmas, l, 4, evenWeights)],
      ['ipndm', chooseSampler('ipndm', { order: 2 }), (sigmas, l) => multistep(sigmas, l, 2, evenWeights)],
      ['deis', chooseSampler('deis'), (sigmas, l) => multistep(sigmas, l, 3, bySimpson)],
      ['dpmpp3m', chooseSampler('dpmpp3m'), thirdOrder],
    ] as readonly [string, SamplerChoice, Recursion][]
    for (const [name, choice, recursion] of cases) {
      const found = await finalVariances(tf, choice, SIGMAS, [1, 0.1], { startVariance: (l) => l + 400, draws: 0 })
      for (const [c, l] of [1, 0.1].entries())
        expect(Math.abs(found[c] / recursion(SIGMAS, l) - 1), name).toBeLessThan(2e-5)
    }
  })

  it('DEIS is bound to order 2 by its first step, in the end, and DPM++(3M) by its half weight', () => {
    const error = (recursion: Recursion, steps: number) => {
      const sigmas = Array.from({ length: steps + 1 }, (_, i) => 10 * (0.1 / 10) ** (i / steps))
      return Math.sqrt(recursion(sigmas, 1)) - Math.sqrt(1.01)
    }
    const deis: Recursion = (sigmas, l) => multistep(sigmas, l, 3, lagrangeIntegral)
    for (const [recursion, steps] of [
      [deis, 10_000],
      [thirdOrder, 320],
    ] as const) {
      const measured = Math.log2(error(recursion, steps) / error(recursion, 2 * steps))
      expect(Math.abs(measured - 2)).toBeLessThan(0.1)
    }
  })

  it('DPM++(2M) SDE at eta = 0 is DPM++(2M)', async () => {
    const options = { startVariance: (l: number) => l + 400, draws: 7 }
    const [sde] = await finalVariances(tf, chooseSampler('dpmpp2m-sde', { eta: 0 }), SIGMAS, [0.5], options)
    const [ode] = await finalVariances(tf, chooseSampler('dpmpp2m'), SIGMAS, [0.5], options)
    expect(sde / ode).toBeCloseTo(1, 5)
  })

  it('three values bring DPM++(3M), DEIS and UniPC nearer to the flow than two do', async () => {
    const sigmas = Array.from({ length: 25 }, (_, i) => 20 * (0.1 / 20) ** (i / 24))
    const error = async (choice: SamplerChoice) => {
      const [v] = await finalVariances(tf, choice, sigmas, [1], { startVariance: (l) => l + 400, draws: 0 })
      return Math.abs(Math.sqrt(v) - Math.sqrt(1.01))
    }
    expect(await error(chooseSampler('dpmpp3m'))).toBeLessThan(await error(chooseSampler('dpmpp2m')))
    for (const name of ['deis', 'unipc'] as const)
      expect(await error(chooseSampler(name, { order: 3 }))).toBeLessThan(
        await error(chooseSampler(name, { order: 2 })),
      )
  })
})

/** Final variance from the exact law at the first level, in float64. */
type Recursion = (sigmas: readonly number[], l: number) => number
type Weight = (nodes: readonly number[], j: number, from: number, to: number) => number

/** x <- x + sum_j w_j d_j over the last slopes d = x sigma/(l + sigma^2). */
function multistep(sigmas: readonly number[], l: number, order: number, weight: Weight): number {
  let x = Math.sqrt(l + sigmas[0] ** 2)
  let slopes: number[] = []
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const s = sigmas[i]
    slopes = [(x * s) / (l + s * s), ...slopes].slice(0, order)
    const nodes = slopes.map((_, j) => sigmas[i - j])
    x += slopes.reduce((sum, slope, j) => sum + weight(nodes, j, s, sigmas[i + 1]) * slope, 0)
  }
  return x * x
}

const ADAMS = [[1], [1.5, -0.5], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]]
const evenWeights: Weight = (nodes, j, from, to) => (to - from) * ADAMS[nodes.length - 1][j]

/** int of a Lagrange polynomial by Simpson's rule, exact up to cubics. */
const bySimpson: Weight = (nodes, j, from, to) => {
  const at = (s: number) =>
    nodes.reduce((product, node, k) => (k === j ? product : (product * (s - node)) / (nodes[j] - node)), 1)
  const value = ((to - from) / 6) * (at(from) + 4 * at((from + to) / 2) + at(to))
  expect(lagrangeIntegral(nodes, j, from, to)).toBeCloseTo(value, 8)
  return value
}

/** The parabola through three denoised values against e^(lambda - lambda'), by its moments; its last with half its weight, as in the reference code. */
const thirdOrder: Recursion = (sigmas, l) => {
  let x = Math.sqrt(l + sigmas[0] ** 2)
  const past: { D: number; lambda: number }[] = []
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [s, n] = [sigmas[i], sigmas[i + 1]]
    const h = Math.log(s / n)
    past.unshift({ D: (l / (l + s * s)) * x, lambda: -Math.log(s) })
    // Newton's divided differences about this level: D + a u + b u (u - u_1), u = lambda - lambda_0
    const [p0, p1, p2] = past
    const a = p1 ? (p0.D - p1.D) / (p0.lambda - p1.lambda) : 0
    const b = p2 ? (a - (p1.D - p2.D) / (p1.lambda - p2.lambda)) / (p0.lambda - p2.lambda) : 0
    const u1 = p1 ? p1.lambda - p0.lambda : 0
    // int_0^h e^(u - h) u^k du
    const m0 = -Math.expm1(-h)
    const m1 = h - m0
    const m2 = h * h - 2 * m1
    x = (n / s) * x + p0.D * m0 + a * m1 + b * (m2 / 2 - u1 * m1)
  }
  return x * x
}

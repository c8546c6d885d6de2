/** Methods that look at a score, on the exact score of a Gaussian: they find there what closed forms say. */
import type { Tensor4D } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { gridOfDensity } from '#theory/calibration/density-grid.ts'
import { STEP_DENSITIES } from '#theory/calibration/step-densities.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import { chooseSampler, samplerOf, type SamplerChoice } from '../samplers/samplers.ts'
import { walk } from '../samplers/walk.ts'
import type { Denoiser } from '../scores/denoiser.ts'
import { gaussianScore } from '../scores/gaussian.ts'
import { gitsLevels, stepCosts } from './gits.ts'
import { accelerationMasses, entropicLevels, levelsOfMasses, scoreMasses } from './measured-masses.ts'
import { ossLevels } from './oss.ts'
import { type Flow, stepTo } from './stand.ts'
import { runTeacher, type Teacher } from './teacher.ts'

const SPECTRUM = [4, 0.5, 0.02]
const ENDS = { sigmaMax: 20, sigmaMin: 0.01 }
const law = { spectrum: Float64Array.from(SPECTRUM), weights: new Float64Array(3).fill(1) }

let tf: Tf
let denoiser: Denoiser
/** Starts at plus and minus one standard deviation in each direction, so that a batch's mean square is the law's. */
let start: Tensor4D
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
  denoiser = gaussianScore(tf, { mean: new Float32Array(3), variances: Float32Array.from(SPECTRUM) }).denoised
  const one = SPECTRUM.map((l) => Math.sqrt(l + ENDS.sigmaMax ** 2))
  start = tf.tensor4d([...one, ...one.map((x) => -x)], [2, 1, 3, 1])
})
const teach = (count: number, refine = 4) => runTeacher({ tf, denoiser, start, ...ENDS, count, refine })
const flowOf = (name: 'euler' | 'heun' | 'dpmpp2m'): Flow => ({
  tf,
  denoiser,
  sampler: chooseSampler(name) as SamplerChoice,
})

/** Distance from the teacher's end after a walk from its start. */
async function endError({ sampler }: Flow, teacher: Teacher, sigmas: readonly number[]): Promise<number> {
  const { x } = await walk<SamplerChoice>({
    tf,
    sampler: samplerOf(sampler).sample,
    parameters: sampler,
    denoiser,
    levels: levelsFrom([...sigmas, 0]),
    start,
    noise: () => start,
  })
  return Math.sqrt(tf.tidy(() => x.sub(teacher.states.at(-1)!).square().sum().dataSync()[0]) / 2)
}

describe('a teacher', () => {
  it('is the exact flow sqrt(l + sigma^2) at each of its levels, and its denoised images are the score’s', async () => {
    const { levels, states, denoised } = await teach(12, 12)
    expect(levels).toHaveLength(13)
    expect([levels[0], levels[11], levels[12]]).toEqual([20, 0.01, 0])
    levels.forEach((sigma, i) =>
      SPECTRUM.forEach((l, k) => {
        expect(states[i].dataSync()[k] / Math.sqrt(l + sigma ** 2)).toBeCloseTo(1, 2)
        if (sigma > 0)
          expect(denoised[i].dataSync()[k]).toBeCloseTo((states[i].dataSync()[k] * l) / (l + sigma ** 2), 5)
      }),
    )
  })

  it('that is not finite is refused with its level, and leaves no tensor', async () => {
    const before = tf.memory().numTensors
    const breaks: Denoiser = (x, sigma) => (sigma.dataSync()[0] < 1 ? x.mul(NaN) : x.mul(0.5))
    await expect(runTeacher({ tf, denoiser: breaks, start, ...ENDS, count: 8, refine: 1 })).rejects.toThrow(
      /not finite after sigma = /,
    )
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('a step from where a path stands', () => {
  it.each(['euler', 'heun', 'dpmpp2m'] as const)(
    'of %s, replayed, is that of the whole walk, and asks anew only what is new',
    async (name) => {
      let asked = 0
      const counting: Denoiser = (x, sigma) => {
        asked++
        return denoiser(x, sigma)
      }
      const sampler = chooseSampler(name) as SamplerChoice
      const flow = { tf, denoiser: counting, sampler }
      const path = [20, 6, 2, 0.5]
      const calls: Tensor4D[] = []
      // from the start along the path, one level more at a time
      for (let k = 1; k < path.length; k++)
        (await stepTo(flow, { path: path.slice(0, k), start, calls }, path[k])).dispose()
      const [first, second] = [asked, asked]
      const x = await stepTo(flow, { path, start, calls }, 0.1)
      if (name === 'dpmpp2m') expect([first, asked - second, calls.length]).toEqual([3, 1, 4])
      const whole = await walk<SamplerChoice>({
        tf,
        sampler: samplerOf(sampler).sample,
        parameters: sampler,
        denoiser,
        levels: levelsFrom([...path, 0.1]),
        start,
        noise: () => start,
      })
      expect(Array.from(x.dataSync())).toEqual(Array.from(whole.x.dataSync()))
    },
  )

  it('is refused for a sampler that draws noise', async () => {
    const sampler = chooseSampler('ancestral') as SamplerChoice
    await expect(stepTo({ tf, denoiser, sampler }, { path: [2], start, calls: [] }, 1)).rejects.toThrow(/draws noise/)
  })
})

describe('GITS', () => {
  it('prices an Euler step as its gain in each direction does', async () => {
    const teacher = await teach(8, 40)
    const cost = await stepCosts(flowOf('euler'), teacher)
    const { levels } = teacher
    for (const [i, j] of [
      [0, 1],
      [0, 4],
      [2, 6],
      [5, 8],
    ]) {
      // prettier-ignore
      const [s, t] = [levels[i], levels[j]]
      const squares = SPECTRUM.map(
        (l) => (((l + s * t) / (l + s * s)) * Math.sqrt(l + s * s) - Math.sqrt(l + t * t)) ** 2,
      )
      const exact = Math.sqrt(squares.reduce((a, b) => a + b))
      expect(Math.abs(cost[i][j] / exact - 1)).toBeLessThan(0.02)
    }
  })
})

describe('OSS', () => {
  it.each(['euler', 'heun', 'dpmpp2m'] as const)(
    'of %s comes near the best of all paths (within a tenth where a step has no memory), and beats GITS',
    async (name) => {
      const teacher = await teach(9, 8)
      const flow = flowOf(name)
      const before = tf.memory().numTensors
      const found = await ossLevels(flow, teacher, 4)
      expect(tf.memory().numTensors).toBe(before)
      const error = await endError(flow, teacher, found)
      let least = Infinity
      const inner = teacher.levels.slice(1, -1)
      for (let a = 0; a < inner.length; a++)
        for (let b = a + 1; b < inner.length; b++)
          for (let c = b + 1; c < inner.length; c++)
            least = Math.min(least, await endError(flow, teacher, [20, inner[a], inner[b], inner[c]]))
      expect(error).toBeLessThan(least * (name === 'dpmpp2m' ? 2 : 1.1))
      expect(error).toBeLessThanOrEqual(
        (await endError(flow, teacher, gitsLevels(await stepCosts(flow, teacher), teacher.levels, 4))) * 1.001,
      )
    },
  )
})

describe('densities that are measured', () => {
  it('are the closed forms of a Gaussian: SharpEuler and the score’s arc, along a run', async () => {
    const teacher = await teach(160, 2)
    const exact = (name: 'sharp-euler' | 'fisher-arc') =>
      gridOfDensity(STEP_DENSITIES[name](law), { ...ENDS, levels: 9 })
    const sharp = levelsOfMasses(accelerationMasses({ tf }, teacher), teacher, 9)
    const arc = levelsOfMasses(scoreMasses({ tf, denoiser }, teacher), teacher, 9)
    exact('sharp-euler').forEach((sigma, k) => expect(Math.abs(sharp[k] / sigma - 1)).toBeLessThan(0.02))
    exact('fisher-arc').forEach((sigma, k) => expect(Math.abs(arc[k] / sigma - 1)).toBeLessThan(0.02))
  })

  it('are the closed forms of entropy from mmse at a few levels', () => {
    const loss = Array.from({ length: 24 }, (_, i) => {
      const sigma = 20 * (0.01 / 20) ** (i / 23)
      return { sigma, mse: SPECTRUM.reduce((sum, l) => sum + (l * sigma ** 2) / (l + sigma ** 2), 0) / 3 }
    })
    for (const [power, name] of [
      [3, 'entropic'],
      [2, 'entropic-rescaled'],
    ] as const) {
      // prettier-ignore
      const exact = gridOfDensity(STEP_DENSITIES[name](law), { ...ENDS, levels: 9 })
      entropicLevels(loss, power, { ...ENDS, levels: 9 }).forEach((sigma, k) =>
        expect(Math.abs(sigma / exact[k] - 1)).toBeLessThan(0.02),
      )
    }
  })
})

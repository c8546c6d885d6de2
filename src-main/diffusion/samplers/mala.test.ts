/** MALA leaves a law as it is, where Langevin at the same step does not. */
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { gaussianScore } from '../scores/gaussian.ts'
import { noisedBanana, planarScore } from '../scores/planar.ts'
import type { ExactSource } from '../scores/denoiser.ts'
import type { ImageShape } from '../networks/network.ts'
import { sampleChunks } from './sample.ts'
import { chooseSampler, type SamplerChoice } from './samplers.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

async function draw(source: ExactSource, sampler: SamplerChoice, sigma: number, n: number, shape: ImageShape) {
  const values: number[] = []
  let [proposed, accepted] = [0, 0]
  const before = tf.memory().numTensors
  await sampleChunks({
    tf,
    denoiser: source.denoised,
    logDensity: source.logDensity,
    sampler,
    levels: [{ sigma }],
    n,
    chunk: n,
    seed: 5,
    shape,
    dataRange: null,
    onChunk(chunk) {
      values.push(...chunk.raw)
      proposed += chunk.proposed
      accepted += chunk.accepted
    },
  })
  expect(tf.memory().numTensors).toBe(before)
  return { values, acceptance: accepted / proposed }
}

describe('at a step where Langevin is 10 % off', () => {
  // x <- (1 - a) x + sqrt(2a) z on N(0, 1) has the variance 1 / (1 - a / 2): a = 2 / 11 makes it 1.1.
  const sigma = 0.6
  const eps = 2 / 11
  const law = () => gaussianScore(tf, { mean: new Float32Array(1), variances: Float32Array.of(1 - sigma ** 2) })
  const variance = (values: number[]) => values.reduce((sum, x) => sum + x * x, 0) / values.length
  const n = 8000
  const standardError = Math.sqrt(2 / n)
  const shape = { height: 1, width: 1, channels: 1 }

  it('MALA keeps the variance of a Gaussian within three standard errors', async () => {
    const settings = { eps, inner: 40, denoise: false }
    const langevin = await draw(law(), chooseSampler('langevin', settings), sigma, n, shape)
    expect(Math.abs(variance(langevin.values) - 1.1)).toBeLessThan(3 * 1.1 * standardError)
    expect(langevin.acceptance).toBeNaN()
    const mala = await draw(law(), chooseSampler('mala', settings), sigma, n, shape)
    expect(Math.abs(variance(mala.values) - 1)).toBeLessThan(3 * standardError)
    expect(mala.acceptance).toBeGreaterThan(0.9)
    expect(mala.acceptance).toBeLessThan(0.999)
  })
})

it('MALA reaches the banana: the variance of its second coordinate is 1 + 2 b^2 and its mean 0', async () => {
  const sigma = 0.05
  const source = planarScore(tf, noisedBanana({ bend: 0.5 }))
  const shape = { height: 1, width: 2, channels: 1 }
  const { values, acceptance } = await draw(source, chooseSampler('mala', { eps: 0.25, inner: 60, denoise: false }), sigma, 2000, shape) // prettier-ignore
  const second = values.filter((_, i) => i % 2 === 1)
  const mean = second.reduce((sum, y) => sum + y, 0) / second.length
  const variance = second.reduce((sum, y) => sum + (y - mean) ** 2, 0) / second.length
  // x2 = y2 - b (x1^2 - 1): variance 1 + 2 b^2 = 1.5, fourth central moment 18.75, so a standard error of .09 at n = 2,000.
  expect(Math.abs(mean)).toBeLessThan(3 * Math.sqrt(1.5 / 2000))
  expect(Math.abs(variance - 1.5 - sigma ** 2)).toBeLessThan(0.3)
  expect(acceptance).toBeGreaterThan(0.5)
})

it('refuses a score without a density', async () => {
  const { denoised } = planarScore(tf, noisedBanana({ bend: 0.5 }))
  const shape = { height: 1, width: 2, channels: 1 }
  const asked = draw({ denoised } as ExactSource, chooseSampler('mala'), 0.1, 2, shape)
  await expect(asked).rejects.toThrow('sampler.name: mala accepts its steps by the density')
})

import type { Tensor4D } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import type { ExactSource } from '../scores/denoiser.ts'
import { mixtureScore } from '../scores/mixture.ts'
import { startNoise, stepNoise } from './noise.ts'
import { sampleChunks, type SampleChunk, type SampleChunks } from './sample.ts'
import { chooseSampler, SAMPLER_NAMES } from './samplers.ts'

const shape = { height: 2, width: 3, channels: 1 }
const SIZE = 6

let tf: Tf
let score: ExactSource
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
  const means = Float32Array.from({ length: 2 * SIZE }, (_, i) => (i % 5) / 5)
  score = mixtureScore(tf, { weights: Float32Array.of(0.3, 0.7), means, stds: Float32Array.of(0.3, 0.1) })
})

async function draw(options: Partial<SampleChunks>) {
  const chunks: SampleChunk[] = []
  const totals = await sampleChunks({
    tf,
    denoiser: score.denoised,
    logDensity: score.logDensity,
    sampler: chooseSampler('heun'),
    levels: levelsFrom([4, 1, 0.3, 0.1]),
    n: 32,
    chunk: 32,
    seed: 11,
    shape,
    dataRange: [0, 1],
    onChunk: (chunk) => void chunks.push(chunk),
    ...options,
  })
  const raw = chunks.flatMap((chunk) => [...chunk.raw])
  return { chunks, totals, raw }
}

const difference = (a: number[], b: number[]) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)

it.each(SAMPLER_NAMES)('%s draws the same sample in a batch of 1, 7 or 32', async (name) => {
  const sampler = chooseSampler(name)
  const whole = await draw({ sampler })
  for (const chunk of [1, 7]) {
    const { raw } = await draw({ sampler, chunk })
    expect(raw.length).toBe(32 * SIZE)
    expect(difference(raw, whole.raw), `chunks of ${chunk}`).toBeLessThan(1e-5)
  }
})

it('goes on from any chunk to the same samples', async () => {
  const sampler = chooseSampler('ancestral')
  const whole = await draw({ sampler, chunk: 7 })
  const rest = await draw({ sampler, chunk: 7, fromChunk: 3 })
  expect(rest.chunks.map(({ index, from, count }) => [index, from, count])).toEqual([
    [3, 21, 7],
    [4, 28, 4],
  ])
  expect(rest.raw).toEqual(whole.raw.slice(21 * SIZE))
})

it('counts evaluations and samples, tells of each step, and keeps no tensor', async () => {
  const before = tf.memory().numTensors
  const seen: string[] = []
  const { totals, chunks } = await draw({
    chunk: 20,
    onStep: ({ chunk, chunks, step, steps }) => void seen.push(`${chunk}/${chunks} ${step}/${steps}`),
  })
  expect(tf.memory().numTensors).toBe(before)
  expect(totals).toMatchObject({ chunks: 2, samples: 32, nfe: 7, evaluations: 14, nonFinite: 0 })
  expect(totals.seconds).toBeCloseTo(chunks[0].seconds + chunks[1].seconds, 9)
  expect(seen).toEqual(['0/2 1/4', '0/2 2/4', '0/2 3/4', '0/2 4/4', '1/2 1/4', '1/2 2/4', '1/2 3/4', '1/2 4/4'])
})

it('clamps images to the data range and keeps what the sampler gave', async () => {
  const { chunks } = await draw({ dataRange: [0.2, 0.4] })
  const [{ raw, images }] = chunks
  expect(Math.min(...raw)).toBeLessThan(0.2)
  expect(Math.max(...raw)).toBeGreaterThan(0.4)
  expect([...images]).toEqual([...raw].map((v) => Math.min(Math.fround(0.4), Math.max(Math.fround(0.2), v))))
  expect((await draw({ dataRange: null })).chunks[0].images).toEqual((await draw({})).chunks[0].raw)
})

it('shows samples that diverged', async () => {
  const { totals } = await draw({
    n: 4,
    denoiser: (x) => tf.tidy(() => x.mul(tf.tensor4d([1, NaN, 1, Infinity], [4, 1, 1, 1]))),
  })
  expect(totals.nonFinite).toBe(2)
})

const noise = (samples: number[]) => ({ tf, seed: 5, samples, shape })

function valuesOf(tensor: Tensor4D): number[] {
  const data = Array.from(tensor.dataSync())
  tensor.dispose()
  return data
}

describe('noise', () => {
  it('of a sample does not depend on its neighbours, differs by draw, and has unit variance', () => {
    const three = valuesOf(stepNoise(noise([4, 9, 2]), 7))
    expect(valuesOf(stepNoise(noise([9]), 7))).toEqual(three.slice(SIZE, 2 * SIZE))
    expect(valuesOf(stepNoise(noise([9]), 8))).not.toEqual(three.slice(SIZE, 2 * SIZE))
    const many = valuesOf(stepNoise(noise(Array.from({ length: 2000 }, (_, i) => i)), 0))
    expect(Math.abs(many.reduce((sum, z) => sum + z * z, 0) / many.length - 1)).toBeLessThan(4 * Math.sqrt(2 / 12_000))
  })

  it('starts two schedules from the same normals, each at its own sigma', () => {
    const one = valuesOf(startNoise(noise([3]), { start: 'normal', sigma: 1, dataRange: [0, 1] }))
    const fifty = valuesOf(startNoise(noise([3]), { start: 'normal', sigma: 50, dataRange: [0, 1] }))
    expect(
      difference(
        one.map((z) => 50 * z),
        fifty,
      ),
    ).toBeLessThan(1e-4)
  })

  it('starts uniformly over the data range on request', () => {
    const samples = noise(Array.from({ length: 500 }, (_, i) => i))
    const u = valuesOf(startNoise(samples, { start: 'uniform', sigma: 1, dataRange: [-1, 1] }))
    expect(Math.min(...u)).toBeGreaterThanOrEqual(-1)
    expect(Math.max(...u)).toBeLessThan(1)
    expect(Math.abs(u.reduce((sum, v) => sum + v * v, 0) / u.length - 1 / 3)).toBeLessThan(0.03)
  })
})

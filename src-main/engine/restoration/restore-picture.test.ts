/** Panel and draws against the posterior of independent pixels under a mask, and against a law of one image. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { openCorruption } from '#diffusion/corruptions/corruption.ts'
import { linearMap } from '#theory/corruptions/corruption.ts'
import { timesOver, stopsFrom } from '#theory/corruptions/stops.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { corruptAt } from '../jobs/sampling-corruption.ts'
import { drawsOf, panelOf, rootMeanSquare } from './restore-picture.ts'

const { tf } = await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })
const shape = { height: 6, width: 6, channels: 1 }
const SIZE = 36
const mask = { name: 'mask', patch: 1, maskSeed: 3 } as const
const levels = [1, 0.5, 0].map((t) => ({ t, sigma: 0.02 + 0.08 * t, corruption: 0.8 * t }))
const picture = Float32Array.from({ length: SIZE }, (_, i) => (i % 5) / 4)
const VARIANCE = 0.09
/** E[x_0 | x_t] of independent pixels N(0, VARIANCE) under the mask: shrunk where they are seen, 0 where they are not. */
const shrunk = (x: Tensor4D, sigma: Tensor1D): Tensor4D => {
  const noise = sigma.square().reshape([-1, 1, 1, 1])
  return x.mul(tf.scalar(VARIANCE).div(noise.add(VARIANCE)))
}
const opened = openCorruption(tf, mask, shape)
const corrupt = corruptAt(tf, opened.corrupt)
const of = { tf, shape, dataRange: [0, 1] as const, corrupt, picture, seed: 5 }
const clean = { ...of, observed: corrupt, isClean: true }

it('shows x_t = C_t x_0 + sigma_t z with one z, the guess of each, and their errors', async () => {
  const denoised = (x: Tensor4D, sigma: Tensor1D) => shrunk(x, sigma)
  const times = timesOver(levels, 3)
  expect(times.map(({ t, corruption }) => [t, corruption])).toEqual([[0, 0], [0.5, 0.4], [1, 0.8]]) // prettier-ignore
  const { panel, corrupted, guesses } = await panelOf({ ...clean, denoised }, times)
  const z = new Float32Array(SIZE)
  normals({ seed: 5, stream: STREAMS.start, sample: 0, step: 0 }, z)
  const map = linearMap(mask, shape)
  times.forEach(({ sigma, corruption }, k) => {
    const x = map.apply(Float64Array.from(picture), corruption!).map((value, i) => value + sigma * z[i])
    const guess = x.map((value) => (value * VARIANCE) / (VARIANCE + sigma ** 2))
    const found = [corrupted, guesses].map((all) => all.subarray(k * SIZE, (k + 1) * SIZE))
    x.forEach((value, i) => expect(found[0][i]).toBeCloseTo(value, 6))
    guess.forEach((value, i) => expect(found[1][i]).toBeCloseTo(value, 6))
    expect(panel[k].rms).toBeCloseTo(rootMeanSquare(guess, picture), 6)
    expect(panel[k].input_rms).toBeCloseTo(rootMeanSquare(x, picture), 6)
  })
})

it.each(['naive', 'momentum', 'momentum-ode'] as const)('%s gives back the one image of a law of one', async (name) => {
  const only = tf.tensor4d(picture, [1, 6, 6, 1])
  const denoised = (x: Tensor4D) => tf.zerosLike(x).add<Tensor4D>(only)
  const before = tf.memory().numTensors
  const stops = stopsFrom(levels, 0.7, 5)
  expect(stops.map(({ t }) => Number(t!.toFixed(10)))).toEqual([0.7, 0.56, 0.42, 0.28, 0.14, 0])
  let steps = 0
  const sampler = { name, end: 'denoised' } as const
  const { restorations, nfe, consistency } = await drawsOf({ ...clean, denoised }, { stops, sampler, n: 3 }, () => steps++) // prettier-ignore
  for (let i = 0; i < 3; i++)
    expect(rootMeanSquare(restorations.subarray(i * SIZE, (i + 1) * SIZE), picture)).toBeLessThan(1e-5)
  consistency.forEach((apart) => expect(apart).toBeLessThan(1e-5))
  expect([nfe, steps]).toEqual([6, 6])
  expect(tf.memory().numTensors).toBe(before)
  only.dispose()
})

it('takes a picture that came corrupted as it is, and knows no error', async () => {
  const seen = { ...of, observed: <T>(x: T) => x, isClean: false, denoised: shrunk }
  const { panel, corrupted } = await panelOf(seen, [{ t: 1, sigma: 1e-4, corruption: 0.8 }])
  picture.forEach((value, i) => expect(Math.abs(corrupted[i] - value)).toBeLessThan(1e-3))
  expect(panel).toEqual([{ t: 1, sigma: 1e-4, level: 0.8, rms: null, input_rms: null }])
})

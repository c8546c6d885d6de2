/** Training under a corruption: the losses against float64, graph against eager, a resume, bins by time, and that something is learned. */
import type * as tfjs from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import type { Corruption } from '#contract/corruption.ts'
import { makeDataset } from '#datasets/dataset.ts'
import { linearMap } from '#theory/corruptions/corruption.ts'
import type { Level } from '#theory/grids/levels.ts'
import { normals } from '#theory/noise/philox.ts'
import { openCorruption } from '../corruptions/corruption.ts'
import { buildNetwork } from '../networks/build-network.ts'
import type { NetworkSpec } from '../networks/network.ts'
import { sampleLosses } from '../objectives/objectives.ts'
import { batches } from './batches.ts'
import { openGraphStep, recordStep } from './graph-step.ts'
import { eagerStep, type LoopConfig, stepInputs, stepOptions, type Tick, train } from './loop.ts'
import { disposeTraining, exportTraining, importTraining, startTraining } from './training-state.ts'

const { tf, name } = await openCompute()

const SIDE = 6
const shape = { height: SIDE, width: SIDE, channels: 1 }
const bars = makeDataset({
  name: 'bars',
  ...shape,
  classes: [],
  labels: null,
  pixels: Uint8Array.from({ length: 12 * SIDE * SIDE }, (_, p) =>
    Math.floor((p % SIDE) / 2) === Math.floor(p / (SIDE * SIDE)) % 3 ? 255 : 0,
  ),
  floatRange: null,
})
const levels: Level[] = Array.from({ length: 40 }, (_, i) => {
  const t = 1 - i / 39
  return { sigma: 0.01 * 10 ** (Math.min(t, 0.2) / 0.2), t, corruption: (2 * Math.max(0, t - 0.2)) / 0.8 }
})
const blur: Corruption = { name: 'gaussian-blur', padding: 'zero', halfSize: 8 }
const spec = (parametrisation: 'residual'): NetworkSpec => ({
  architecture: 'mlp',
  width: 24,
  depth: 2,
  sigmaData: 0.5,
  dataRange: [0, 1],
  parametrisation,
})
const config: LoopConfig = {
  steps: 40,
  batchSize: 8,
  learningRate: 1e-2,
  learningRateSchedule: 'constant',
  warmUp: 0,
  clipNorm: 1e6,
  emaDecay: 0.9,
  flip: false,
  checkpointEvery: 20,
  seed: 4,
  objective: { name: 'soft', noise: { name: 'log-normal', pMean: -1.2, pStd: 1.2 } },
  path: { corruption: blur, levels },
}
const random = (sample: number, dims: [number, number, number, number]) => {
  const values = new Float32Array(dims.reduce((product, n) => product * n, 1))
  normals({ seed: 1, stream: 0, sample, step: 0 }, values)
  return tf.tensor4d(values, dims)
}

describe('the losses', () => {
  const dims: [number, number, number, number] = [3, SIDE, SIDE, 1]
  const [x0, z] = [random(0, dims), random(1, dims)]
  const SIGMAS = [0.05, 0.1, 0.7]
  const sigma = tf.tensor1d(SIGMAS)
  const denoised = (x: tfjs.Tensor4D) => x.mul(0.6).add(0.1) as tfjs.Tensor4D
  const of = (objective: 'soft' | 'residual' | 'dsm', options: object, corrupt?: (x: tfjs.Tensor4D) => tfjs.Tensor4D) =>
    sampleLosses(tf, objective, denoised, { x0, z, sigma, corrupt }, { sigmaData: 0.5, ...options }).dataSync()

  it('of soft and of residual without a corruption are that of dsm, to 1e-6', () => {
    const dsm = of('dsm', {})
    const open = openCorruption(tf, { name: 'identity' }, shape)
    const identity = (x: tfjs.Tensor4D) => open.corrupt(x, tf.zeros([3]))
    for (const objective of ['soft', 'residual'] as const)
      of(objective, {}, identity).forEach((loss, i) => expect(Math.abs(loss / dsm[i] - 1)).toBeLessThan(1e-6))
  })

  it('are w/2 |C (h - x0)|^2 and w/2 |h - x0|^2 at x = C x0 + sigma z', () => {
    const [images, noise] = [x0.dataSync(), z.dataSync()]
    const at = [0, 0.8, 2]
    const map = linearMap(blur, shape)
    const open = openCorruption(tf, blur, shape)
    const corrupt = (x: tfjs.Tensor4D) => open.corrupt(x, tf.tensor1d(at))
    const found = {
      soft: of('soft', {}, corrupt),
      plain: of('soft', { weight: 'one' }, corrupt),
      residual: of('residual', {}, corrupt),
    }
    at.forEach((level, i) => {
      const [clean, z] = [images, noise].map((values) =>
        Float64Array.from(values.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE)),
      )
      const x = map.apply(clean, level).map((value, p) => value + SIGMAS[i] * z[p])
      const error = x.map((value, p) => 0.6 * value + 0.1 - clean[p])
      const half = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0) / 2
      const soft = half(map.apply(error, level))
      expect(found.soft[i] / (soft / SIGMAS[i] ** 2)).toBeCloseTo(1, 4)
      expect(found.plain[i] / soft).toBeCloseTo(1, 4)
      expect(found.residual[i] / (half(error) / SIGMAS[i] ** 2)).toBeCloseTo(1, 4)
    })
    open.dispose()
  })
})

const begin = (loop = config) => {
  const network = buildNetwork(tf, spec('residual'), shape, 1)
  const state = startTraining(tf, network)
  return { state, options: stepOptions(state, loop), end: () => (disposeTraining(state), network.dispose()) }
}

it('a batch has each level of the path alike, the same in any batch', () => {
  const next = batches({
    dataset: bars,
    dataRange: [0, 1],
    noise: config.objective.noise,
    levels,
    batchSize: 400,
    seed: 3,
    flip: false,
  })
  const { sigma, t, level } = next(0)
  const [sigmas, times, blurs] = [sigma.slice(), t!.slice(), level!.slice()]
  expect(new Set(times).size).toBe(40)
  for (let i = 0; i < 400; i++) {
    const found = levels.find((one) => Math.fround(one.t!) === times[i])!
    expect([sigmas[i], blurs[i]]).toEqual([Math.fround(found.sigma), Math.fround(found.corruption!)])
  }
  const halves = batches({
    dataset: bars,
    dataRange: [0, 1],
    noise: config.objective.noise,
    levels,
    batchSize: 200,
    seed: 3,
    flip: false,
  })
  expect([...halves(0).t!, ...halves(1).t!]).toEqual([...times])
})

it('a resumed training is the same bits, and the loss falls, in bins by time', async () => {
  const whole = begin()
  const ticks: Tick[] = []
  await train(tf, whole.state, bars, config, { onTick: (tick) => void ticks.push(tick), tickMilliseconds: 0 })
  const first = begin()
  await train(tf, first.state, bars, { ...config, steps: 20 })
  const second = begin()
  importTraining(tf, second.state, exportTraining(first.state))
  await train(tf, second.state, bars, config, {}, 20)
  const values = ({ state }: typeof whole) => [...exportTraining(state).values()].map(({ data }) => [...data])
  expect(values(second)).toEqual(values(whole))
  const mean = (some: Tick[]) => some.reduce((sum, { loss }) => sum + loss, 0) / some.length
  expect(mean(ticks.slice(-10))).toBeLessThan(0.8 * mean(ticks.slice(0, 10)))
  expect(ticks[0].binnedBy).toBe('t')
  expect(ticks[0].bins.map(({ from }) => from)).toEqual([0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875])
  expect(ticks[0].bins.reduce((sum, { count }) => sum + count, 0)).toBe(8)
  for (const one of [whole, first, second]) one.end()
})

it.skipIf(name !== 'tensorflow')('a recorded step under a blur is the eager one', () => {
  const run = begin()
  const next = batches({ dataset: bars, dataRange: [0, 1], noise: config.objective.noise, levels, ...config })
  const inputsOf = (step: number) => stepInputs(tf, next(step), run.state, config, step + 1)
  const example = inputsOf(0)
  const graph = openGraphStep(tf, run.state, recordStep(tf, run.state, example, run.options, 'float32'))
  const eager = eagerStep(tf, run.state, run.options)
  for (let step = 0; step < 10; step++) {
    const inputs = inputsOf(step)
    const [found, wanted] = [graph.step(inputs), eager(inputs)].map(({ losses }) => losses.dataSync())
    found.forEach((loss, i) => expect(Math.abs(loss / wanted[i] - 1)).toBeLessThan(1e-4))
  }
  graph.dispose()
  run.end()
})

it('a network that knows the time answers by it, starts at x, and is never asked without one', () => {
  const network = buildNetwork(tf, spec('residual'), shape, 0)
  const x = random(5, [2, SIDE, SIDE, 1])
  const sigma = tf.ones<tfjs.Rank.R1>([2])
  expect(network.denoised(x, sigma, tf.tensor1d([0.1, 0.9])).dataSync()).toEqual(x.dataSync())
  expect(() => network.denoised(x, sigma)).toThrow(/told the time of an image/)
  network.dispose()
})

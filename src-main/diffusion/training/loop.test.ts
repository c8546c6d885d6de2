import { describe, expect, it, vi } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { makeDataset } from '#datasets/dataset.ts'
import { startAllocation } from '#theory/effort/infonoise.ts'
import { buildNetwork } from '../networks/build-network.ts'
import type { NetworkSpec } from '../networks/network.ts'
import { type LoopConfig, type LoopHooks, train } from './loop.ts'

import { disposeTraining, exportTraining, importTraining, type NamedTensors, startTraining } from './training-state.ts'

// Many small operations: slow where others keep the cores busy.
vi.setConfig({ testTimeout: 120_000 })
/** Of the leak test; `ANNEAL_STEPS=500` looks longer. */
const STEPS = Number(process.env.ANNEAL_STEPS ?? 40)
const { tf } = await openCompute()

/** Bars at four places: 12 x 12 bytes, easy to learn. */
const bars = makeDataset({
  name: 'bars',
  height: 12,
  width: 12,
  channels: 1,
  classes: [],
  labels: null,
  pixels: Uint8Array.from({ length: 20 * 144 }, (_, p) =>
    Math.floor((p % 12) / 3) === Math.floor(p / 144) % 4 ? 255 : 0,
  ),
  floatRange: null,
})
const UNET: NetworkSpec = {
  architecture: 'unet',
  base: 8,
  multipliers: [1, 2],
  blocks: 1,
  attention: [],
  groups: 4,
  sigmaData: 0.5,
  dataRange: [-1, 1],
}
const config: LoopConfig = {
  steps: 9,
  batchSize: 4,
  learningRate: 3e-3,
  learningRateSchedule: 'cosine',
  warmUp: 3,
  clipNorm: 1,
  emaDecay: 0.99,
  flip: true,
  checkpointEvery: 5,
  seed: 4,
  objective: { name: 'edm', noise: { name: 'log-normal', pMean: -1.2, pStd: 1.2 } },
}

function begin(spec = UNET, seed = 1) {
  const network = buildNetwork(tf, spec, bars, seed)
  const state = startTraining(tf, network)
  return { state, end: () => (disposeTraining(state), network.dispose()) }
}

const bytes = (tensors: NamedTensors) =>
  Buffer.concat([...tensors.values()].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)))

const mean = (losses: number[]) => losses.reduce((a, b) => a + b) / losses.length

async function trained(overrides: Partial<LoopConfig> = {}, hooks: LoopHooks = {}) {
  const { state, end } = begin()
  const result = await train(tf, state, bars, { ...config, ...overrides }, hooks)
  const tensors = exportTraining(state)
  end()
  return { result, tensors }
}

describe('train', () => {
  it('resumed from a checkpoint gives the same bytes as the run left alone', async () => {
    const whole = await trained()
    let saved: NamedTensors = new Map()
    const abort = new AbortController()
    const { state, end } = begin()
    const cut = await train(tf, state, bars, config, {
      signal: abort.signal,
      onStep: (done) => (done === 7 ? abort.abort() : undefined),
      onCheckpoint: () => void (saved = exportTraining(state)),
    })
    end()
    expect(cut).toEqual({ outcome: 'cancelled', done: 7 })
    const again = begin(UNET, 99)
    importTraining(tf, again.state, saved)
    expect(await train(tf, again.state, bars, config, {}, cut.done)).toEqual({ outcome: 'finished', done: 9 })
    expect(bytes(exportTraining(again.state)).equals(bytes(whole.tensors))).toBe(true)
    again.end()
  })

  it('resumed under a law that measures gives the same bytes, what was measured among them', async () => {
    const plan: LoopConfig = {
      ...config,
      batchSize: 128,
      steps: 12,
      checkpointEvery: 100,
      objective: {
        name: 'edm',
        noise: {
          name: 'infonoise',
          sigmaMin: 0.05,
          sigmaMax: 5,
          pMean: -1.2,
          pStd: 0.4,
          warmUp: 4,
          refreshEvery: 3,
        },
      },
    }
    const mlp: NetworkSpec = { architecture: 'mlp', width: 32, depth: 2, sigmaData: 0.5, dataRange: [-1, 1] }
    const whole = begin(mlp)
    const spans: number[][] = []
    await train(tf, whole.state, bars, plan, { onStep: () => void spans.push([...whole.state.allocation!.masses]) })
    expect(spans[2].every((mass) => mass === 0)).toBe(true)
    expect(spans[3].some((mass) => mass > 0)).toBe(true)
    expect(spans[6]).not.toEqual(spans[5])
    expect(spans[5]).toEqual(spans[3])

    const abort = new AbortController()
    let saved: NamedTensors = new Map()
    const cut = begin(mlp)
    const { done } = await train(tf, cut.state, bars, plan, {
      signal: abort.signal,
      onStep: (steps) => (steps === 5 ? abort.abort() : undefined),
      onCheckpoint: () => void (saved = exportTraining(cut.state)),
    })
    const again = begin(mlp, 99)
    expect(() => importTraining(tf, again.state, saved)).toThrow(/has a tensor allocation\/sums that the network lacks/)
    again.state.allocation = startAllocation()
    importTraining(tf, again.state, saved)
    await train(tf, again.state, bars, plan, {}, done)
    expect(bytes(exportTraining(again.state)).equals(bytes(exportTraining(whole.state)))).toBe(true)
    for (const { end } of [whole, cut, again]) end()
  })

  it.each<NetworkSpec>([
    { architecture: 'ncsnv2', ngf: 4, dataRange: [0, 1] },
    { architecture: 'mlp', width: 32, depth: 2, sigmaData: 0.5, dataRange: [-1, 1] },
  ])('lowers the loss of $architecture within 30 steps', async (spec) => {
    const { state, end } = begin(spec)
    const losses: number[] = []
    const noise = { name: 'sequence' as const, sigmas: [0.5] }
    const plan: LoopConfig = {
      ...config,
      steps: 30,
      batchSize: 8,
      learningRate: 1e-2,
      learningRateSchedule: 'constant',
      objective: { name: 'dsm', noise },
    }
    await train(tf, state, bars, plan, { onStep: (_, loss) => void losses.push(loss) })
    expect(mean(losses.slice(-5))).toBeLessThan(0.7 * mean(losses.slice(0, 3)))
    end()
  })

  it('lowers the loss of a small problem', async () => {
    const losses: number[] = []
    const { result } = await trained(
      {
        steps: 40,
        batchSize: 8,
        learningRateSchedule: 'constant',
        objective: { name: 'edm', noise: { name: 'sequence', sigmas: [0.5] } },
      },
      { onTick: ({ loss }) => losses.push(loss), tickMilliseconds: 0 },
    )
    expect(result).toEqual({ outcome: 'finished', done: 40 })
    expect(mean(losses.slice(-10))).toBeLessThan(0.7 * mean(losses.slice(0, 5)))
  })

  it('keeps no tensor from step to step', { timeout: 60_000 + 4_000 * STEPS }, async () => {
    const counts: number[] = []
    await trained({ steps: STEPS }, { onStep: () => void counts.push(tf.memory().numTensors) })
    expect(counts.length).toBe(STEPS)
    expect(new Set(counts).size).toBe(1)
  })

  it('stops before a step whose loss is not finite and keeps the last good state', async () => {
    const good = await trained({ steps: 3 })
    const { state, end } = begin()
    const saved: number[] = []
    const { trainStep } = await import('./train-step.ts')
    const { stepOptions } = await import('./loop.ts')
    let t = 0
    const result = await train(tf, state, bars, config, {
      onCheckpoint: (done) => void saved.push(done),
      step: (inputs) => {
        const spoilt = ++t === 4 ? { ...inputs, sigma: inputs.sigma.mul(NaN) as typeof inputs.sigma } : inputs
        return trainStep(tf, state, spoilt, stepOptions(state, config))
      },
    })
    expect(result).toEqual({ outcome: 'diverged', done: 3 })
    expect(saved).toEqual([3])
    expect(good.result.done).toBe(3)
    for (const { data } of exportTraining(state).values()) expect(data.every(Number.isFinite)).toBe(true)
    end()
  })

  it('refuses a dataset of another size, naming it', async () => {
    const { state, end } = begin({ ...UNET, multipliers: [1], attention: [] })
    const small = makeDataset({ ...bars, pixels: bars.pixels.slice(0, 6 * 6 * 2), height: 6, width: 6 })
    await expect(train(tf, state, small, config)).rejects.toThrow(/bars has images of 6 x 6 x 1/)
    end()
  })
})

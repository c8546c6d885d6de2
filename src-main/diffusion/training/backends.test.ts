import { expect, it, vi } from 'vitest'
import { type BackendName, openCompute } from '#compute/backend.ts'
import { makeDataset } from '#datasets/dataset.ts'
import { buildNetwork } from '../networks/build-network.ts'
import { train } from './loop.ts'
import { disposeTraining, startTraining } from './training-state.ts'

vi.setConfig({ testTimeout: 120_000 })

const dots = makeDataset({
  name: 'dots',
  height: 8,
  width: 8,
  channels: 1,
  classes: [],
  labels: null,
  pixels: Uint8Array.from({ length: 16 * 64 }, (_, p) => (p % 64 === 4 * Math.floor(p / 64) ? 255 : 0)),
  floatRange: null,
})

/** Losses of four steps of a small U-Net on one backend. */
async function losses(backend: BackendName): Promise<number[]> {
  const { tf } = await openCompute({ backend })
  const network = buildNetwork(
    tf,
    {
      architecture: 'unet',
      base: 8,
      multipliers: [1, 2],
      blocks: 1,
      attention: [4],
      groups: 4,
      sigmaData: 0.5,
      dataRange: [-1, 1],
    },
    dots,
    1,
  )
  const state = startTraining(tf, network)
  const found: number[] = []
  await train(
    tf,
    state,
    dots,
    {
      steps: 4,
      batchSize: 4,
      learningRate: 1e-3,
      learningRateSchedule: 'constant',
      warmUp: 2,
      clipNorm: 1,
      emaDecay: 0.9,
      flip: false,
      checkpointEvery: 100,
      seed: 1,
      objective: { name: 'edm', noise: { name: 'log-normal', pMean: -1.2, pStd: 1.2 } },
    },
    { onStep: (_, loss) => void found.push(loss) },
  )
  disposeTraining(state)
  network.dispose()
  return found
}

it('training gives the same losses on every backend that this machine has, to 1e-3', async () => {
  const { name } = await openCompute()
  const reference = await losses(name)
  for (const backend of ['wasm', 'cpu'] as const) {
    const others = await losses(backend)
    others.forEach((loss, step) => expect(Math.abs(loss / reference[step] - 1)).toBeLessThan(1e-3))
  }
})

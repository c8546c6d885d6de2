import type * as tfjs from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { buildNetwork } from '../networks/build-network.ts'
import { openGraphDenoiser, recordDenoiser } from './graph-denoiser.ts'

const { tf, name } = await openCompute()
const shape = { height: 8, width: 8, channels: 1 }

describe.skipIf(name !== 'tensorflow')('openGraphDenoiser', () => {
  it('answers as the network does, for a whole batch and for fewer images, and keeps no tensor', () => {
    const spec = { architecture: 'unet', base: 8, multipliers: [1, 2], blocks: 1, attention: [], groups: 4, sigmaData: 0.5, dataRange: [-1, 1] } as const // prettier-ignore
    const network = buildNetwork(tf, { ...spec, multipliers: [1, 2], attention: [], dataRange: [-1, 1] }, shape, 3)
    // The last layer starts at 0: moved, so that there is something to compare.
    tf.tidy(() => network.weights.forEach((weight) => weight.assign(weight.add(0.02))))
    const graph = openGraphDenoiser(tf, network, recordDenoiser(tf, network, 5))
    const before = tf.memory().numTensors
    for (const count of [5, 3, 1]) {
      const [found, wanted] = tf.tidy(() => {
        const x: tfjs.Tensor4D = tf.randomNormal([count, 8, 8, 1], 0, 1, 'float32', 7)
        const sigma = tf.linspace(0.1, 4, count)
        return [graph.denoised(x, sigma), network.denoised(x, sigma)].map((tensor) => tensor.dataSync())
      })
      expect(found).toHaveLength(count * 64)
      found.forEach((value, i) => expect(Math.abs(value - wanted[i])).toBeLessThan(1e-5))
    }
    expect(tf.memory().numTensors).toBe(before)
    graph.dispose()
    network.dispose()
    expect(tf.memory().numTensors).toBeLessThan(before)
  }, 60_000)
})

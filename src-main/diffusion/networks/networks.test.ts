import type * as tfjs from '@tensorflow/tfjs'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { normals } from '#theory/noise/philox.ts'
import { buildNetwork } from './build-network.ts'
import type { Architecture, ImageShape, Network, NetworkSpec } from './network.ts'

const { tf } = await openCompute()

const IMAGE: ImageShape = { height: 12, width: 8, channels: 2 }
const UNET = {
  architecture: 'unet',
  base: 8,
  multipliers: [1, 2],
  blocks: 2,
  attention: [6],
  groups: 4,
  sigmaData: 0.5,
  dataRange: [-1, 1],
} satisfies NetworkSpec
/** Those that are trained here; a UNet2D that is brought has a test of its own. */
const SPECS: Record<Exclude<Architecture, 'unet2d'>, NetworkSpec> = {
  unet: UNET,
  ncsnv2: { architecture: 'ncsnv2', ngf: 4, dataRange: [0, 1] },
  ncsn: { architecture: 'ncsn', ngf: 4, sigmas: [5, 0.5, 0.05], dataRange: [0, 1] },
  mlp: { architecture: 'mlp', width: 16, depth: 2, sigmaData: 1, dataRange: [-1, 1] },
}

function random(sample: number, shape: number[]): tfjs.Tensor {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
  normals({ seed: 3, stream: 0, sample, step: 0 }, values)
  return tf.tensor(values, shape)
}
const images = (batch: number) => random(0, [batch, IMAGE.height, IMAGE.width, IMAGE.channels]) as tfjs.Tensor4D

/** Layers that start at 0 would hide the rest of the network. */
function shake({ weights }: Network): void {
  let sample = 1000
  for (const weight of weights.values())
    tf.tidy(() => weight.assign(weight.add(random(sample++, weight.shape).mul(0.1))))
}

const square = (spec: NetworkSpec, size: number) => () =>
  buildNetwork(tf, spec, { height: size, width: size, channels: 1 }, 1)

const hashOf = ({ weights }: Network) => {
  const hash = createHash('sha256')
  for (const [name, weight] of weights) hash.update(name).update(weight.dataSync() as Float32Array)
  return hash.digest('hex')
}

describe.each(Object.entries(SPECS))('%s', (_, spec) => {
  it('starts with the same weights for a seed, others for another, under stable names', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => buildNetwork(tf, spec, IMAGE, seed))
    expect(hashOf(a)).toBe(hashOf(b))
    expect(hashOf(a)).not.toBe(hashOf(c))
    expect([...a.weights.keys()].every((name) => /^[a-z0-9]+(\/[a-z0-9]+)*$/.test(name))).toBe(true)
    for (const network of [a, b, c]) network.dispose()
  })

  it('denoises an image alike alone and in a batch', () => {
    const network = buildNetwork(tf, spec, IMAGE, 1)
    shake(network)
    const x = images(5)
    const sigma = tf.tensor1d([0.01, 0.1, 0.5, 2, 20])
    const together = network.denoised(x, sigma)
    for (let i = 0; i < 5; i++) {
      const alone = network.denoised(x.slice(i, 1), sigma.slice(i, 1))
      const difference = together.slice(i, 1).sub(alone).abs().max().div(alone.abs().max())
      expect(difference.dataSync()[0]).toBeLessThan(1e-5)
    }
    network.dispose()
  })

  it('changes along its gradient as finite differences say, in all its weights at once', () => {
    const network = buildNetwork(tf, spec, IMAGE, 1)
    shake(network)
    const x = images(3)
    const sigma = tf.tensor1d([0.1, 0.5, 2])
    const weight = random(7, x.shape)
    const loss = () => network.denoised(x, sigma).mul(weight).mean() as tfjs.Scalar
    const variables = [...network.weights.values()]
    const { grads } = tf.variableGrads(loss, variables)
    // Random sizes, but uphill in each weight, so that the slope is far above float32's rounding.
    const directions = variables.map(({ shape, name }, i) =>
      random(50 + i, shape)
        .abs()
        .mul(grads[name].sign()),
    )
    const expected = variables.reduce((sum, { name }, i) => sum + grads[name].mul(directions[i]).sum().dataSync()[0], 0)
    const at = (h: number) => {
      const kept = variables.map((variable) => variable.clone())
      variables.forEach((variable, i) => variable.assign(variable.add(directions[i].mul(h))))
      const value = loss().dataSync()[0]
      variables.forEach((variable, i) => variable.assign(kept[i]))
      return value
    }
    const difference = (h: number) => (at(h) - at(-h)) / (2 * h)
    // Kinks and many norms make the difference's error grow with h; below 1e-5 rounding takes over.
    const slope = difference(1e-5)
    expect(Math.abs(slope / expected - 1)).toBeLessThan(0.03)
    network.dispose()
  })

  it('keeps no tensor, and frees all its own when it is disposed of', () => {
    const before = tf.memory().numTensors
    const network = buildNetwork(tf, spec, IMAGE, 1)
    const built = tf.memory().numTensors
    tf.tidy(() => void network.denoised(images(2), tf.tensor1d([1, 2])))
    expect(tf.memory().numTensors).toBe(built)
    network.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('unet', () => {
  it('is the identity without noise and 0 far above the data, before training', () => {
    const network = buildNetwork(tf, UNET, IMAGE, 1)
    const x = images(2)
    const [clean, noisy] = tf.split(network.denoised(x, tf.tensor1d([1e-4, 1e4])), 2)
    expect(clean.sub(x.slice(0, 1)).abs().max().dataSync()[0]).toBeLessThan(1e-5)
    expect(noisy.abs().max().dataSync()[0]).toBeLessThan(1e-5)
    network.dispose()
  })

  it('refuses image sizes that it cannot halve, and attention at a size it has not, naming the field', () => {
    expect(square({ ...UNET, attention: [] }, 7)).toThrow(/2 multipliers halve .* 7 x 7 does not divide by 2/)
    expect(square({ ...UNET, attention: [5] }, 8)).toThrow(/attention at size 5: .* sizes 8, 4/)
  })
})

describe('ncsnv2', () => {
  it.each([
    [4, 1],
    [4, 3],
    [6, 2],
  ])('with n = %i, C = %i has 1811 n^2 + 123 n + 18 C n + C parameters', (ngf, channels) => {
    const network = buildNetwork(tf, { architecture: 'ncsnv2', ngf, dataRange: [0, 1] }, { ...IMAGE, channels }, 1)
    expect(network.parameterCount).toBe(1811 * ngf ** 2 + 123 * ngf + 18 * channels * ngf + channels)
    expect(network.weights.size).toBe(153)
    network.dispose()
  })

  it('takes its noise level only from the division by sigma', () => {
    const network = buildNetwork(tf, SPECS.ncsnv2, IMAGE, 1)
    const x = images(1)
    const output = (sigma: number) =>
      network
        .denoised(x, tf.tensor1d([sigma]))
        .sub(x)
        .div(sigma)
    expect(output(0.3).sub(output(1.7)).abs().max().dataSync()[0]).toBeLessThan(1e-5)
    network.dispose()
  })

  it('takes images of odd height and width', () => {
    const network = buildNetwork(tf, SPECS.ncsnv2, { height: 7, width: 5, channels: 1 }, 1)
    const x = random(1, [2, 7, 5, 1]) as tfjs.Tensor4D
    const { grads } = tf.variableGrads(
      () =>
        network
          .denoised(x, tf.tensor1d([1, 2]))
          .square()
          .mean() as tfjs.Scalar,
    )
    expect(Object.values(grads).every((gradient) => gradient.dataSync().every(Number.isFinite))).toBe(true)
    network.dispose()
  })
})

describe('ncsn', () => {
  const withLevels = (levels: number, ngf = 4, channels = 1) =>
    buildNetwork(
      tf,
      { architecture: 'ncsn', ngf, sigmas: Array.from({ length: levels }, (_, i) => 2 ** -i), dataRange: [0, 1] },
      { ...IMAGE, channels },
      1,
    )

  it.each([
    [1, 4, 1],
    [3, 4, 3],
    [10, 6, 1],
  ])('with L = %i, n = %i, C = %i has 1811 n^2 + 42 n + 339 n L + 18 C n + C parameters', (levels, n, channels) => {
    const network = withLevels(levels, n, channels)
    expect(network.parameterCount).toBe(1811 * n ** 2 + 42 * n + 339 * n * levels + 18 * channels * n + channels)
    network.dispose()
  })

  it('answers with the score of the nearest level in ln sigma, not divided by sigma', () => {
    const network = withLevels(2)
    shake(network)
    const x = images(1).slice([0, 0, 0, 0], [1, 12, 8, 1]) as tfjs.Tensor4D
    const score = (sigma: number) =>
      network
        .denoised(x, tf.tensor1d([sigma]))
        .sub(x)
        .div(sigma ** 2)
    const apart = (a: number, b: number) => score(a).sub(score(b)).abs().max().dataSync()[0]
    // Between 1 and 1/2 the border is at their geometric mean, .7071.
    expect(apart(1, 0.72)).toBeLessThan(1e-4)
    expect(apart(0.5, 0.7)).toBeLessThan(1e-4)
    expect(apart(0.72, 0.7)).toBeGreaterThan(1e-2)
    network.dispose()
  })
})

import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { buildNetwork } from '../networks/build-network.ts'
import type { Network, NetworkSpec } from '../networks/network.ts'
import {
  exportTraining,
  exportWeights,
  importStart,
  importTraining,
  importWeights,
  startTraining,
} from './training-state.ts'

const { tf } = await openCompute()
const SPEC: NetworkSpec = { architecture: 'mlp', width: 8, depth: 2, sigmaData: 1, dataRange: [-1, 1] }
const begin = (seed: number, width = 8) =>
  startTraining(tf, buildNetwork(tf, { ...SPEC, width }, { height: 1, width: 1, channels: 2 }, seed))

describe('exportTraining and importTraining', () => {
  it('carry every tensor of one state into another, bit for bit', () => {
    const [a, b] = [begin(1), begin(2)]
    a.m.assign(a.m.add(Math.PI))
    a.v.assign(a.v.add(1e-30))
    const saved = exportTraining(a)
    expect(exportTraining(b)).not.toEqual(saved)
    importTraining(tf, b, saved)
    expect(exportTraining(b)).toEqual(saved)
    expect([...saved.keys()].slice(0, 2)).toEqual(['weights/hidden/0/weight', 'weights/hidden/0/bias'])
    expect(saved.size).toBe(4 * a.network.weights.size)
  })

  it('refuse a tensor that is missing, misshapen or unknown, by name, and change nothing', () => {
    const [a, b] = [begin(1), begin(2)]
    const before = exportTraining(b)
    const [missing, wide, extra] = [exportTraining(a), exportTraining(begin(1, 9)), exportTraining(a)]
    missing.delete('v/output/bias')
    extra.set('weights/more', { shape: [1], data: new Float32Array(1) })
    expect(() => importTraining(tf, b, missing)).toThrow(/no tensor v\/output\/bias/)
    expect(() => importTraining(tf, b, wide)).toThrow(
      /m\/hidden\/0\/weight has shape \[34, 9\], the network needs \[34, 8\]/,
    )
    expect(() => importTraining(tf, b, extra)).toThrow(/tensor weights\/more that the network lacks/)
    expect(exportTraining(b)).toEqual(before)
  })

  it('give the moving average alone to a network', () => {
    const [a, b] = [begin(1), begin(2)]
    a.ema.assign(a.ema.mul(2))
    importWeights(tf, b.network, exportTraining(a), 'ema/')
    const [plain, average] = [exportWeights(a.network), exportWeights(b.network)]
    for (const [name, { data }] of plain) expect(average.get(name)!.data).toEqual(data.map((value) => 2 * value))
  })
})

describe('importStart', () => {
  const SHAPE = { height: 8, width: 8, channels: 1 }
  const unet = (attention: number[], seed: number, base = 4) => {
    const levels = { base, multipliers: [1, 2], blocks: 1, attention, groups: 2 }
    return buildNetwork(tf, { architecture: 'unet', ...levels, sigmaData: 0.5, dataRange: [-1, 1] }, SHAPE, seed)
  }
  const denoised = (network: Network) =>
    tf.tidy(() => network.denoised(tf.linspace(-1, 1, 64).reshape([1, 8, 8, 1]), tf.tensor1d([0.7])).dataSync())

  it('lets a network grow attention and compute the same as before', () => {
    const plain = unet([], 1)
    tf.tidy(() => plain.weights.forEach((weight) => weight.assign(weight.add(0.05))))
    const grown = unet([4], 2)
    expect(denoised(grown)).not.toEqual(denoised(plain))
    importStart(tf, grown, exportTraining(startTraining(tf, plain)))
    expect(denoised(grown)).toEqual(denoised(plain))
    expect(grown.parameterCount).toBeGreaterThan(plain.parameterCount)
  })

  it('refuses a network that differs in anything else', () => {
    const tensors = exportTraining(startTraining(tf, unet([], 1)))
    expect(() => importStart(tf, unet([4], 2, 8), tensors)).toThrow(/has shape/)
    tensors.delete('ema/middle/conv1/weight')
    expect(() => importStart(tf, unet([4], 2), tensors)).toThrow(/no tensor ema\/middle\/conv1/)
  })
})

import type * as tfjs from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { normals } from '#theory/noise/philox.ts'
import { buildNetwork } from '../networks/build-network.ts'
import { sampleLosses } from './objectives.ts'
import { scoreMatching, slicedScoreMatching } from './score-matching.ts'

const { tf } = await openCompute()

const random = (sample: number, shape: [number, number, number, number]) => {
  const values = new Float32Array(shape.reduce((a, b) => a * b))
  normals({ seed: 5, stream: 0, sample, step: 0 }, values)
  return tf.tensor4d(values, shape)
}
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b) / values.length

/** s(x) = -a x, whose Jacobian is -a I. */
const linear = (a: number) => (x: tfjs.Tensor4D, sigma: tfjs.Tensor1D) =>
  x.sub(x.mul(sigma.square().reshape([-1, 1, 1, 1])).mul(a)) as tfjs.Tensor4D

describe('score matching of the linear score -a x', () => {
  const SHAPE: [number, number, number, number] = [4, 1, 3, 1]
  const SIGMAS = [0.2, 0.5, 1, 2]
  const [x, v, sigma, a] = [random(0, SHAPE), random(1, SHAPE), tf.tensor1d(SIGMAS), 0.7]
  const points = x.arraySync().map((point) => point[0].map(([value]) => value))
  const directions = v.arraySync().map((point) => point[0].map(([value]) => value))
  const squared = (values: number[]) => values.reduce((sum, value) => sum + value * value, 0)
  const closed = (trace: (i: number) => number) =>
    SIGMAS.map((s, i) => s ** 2 * (trace(i) + (a ** 2 * squared(points[i])) / 2))

  const compare = (found: tfjs.Tensor1D, wanted: number[]) =>
    found.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 4))

  it('sm is sigma^2 (-a d + a^2 |x|^2/2)', () => {
    compare(
      scoreMatching(tf, linear(a), { x, sigma }),
      closed(() => -3 * a),
    )
  })
  it('ssm takes -a |v|^2 for the trace, -a for unit v, -a d for scaled unit v', () => {
    const sliced = (projection: 'normal' | 'unit' | 'unit-scaled') =>
      slicedScoreMatching(tf, linear(a), { x, sigma, v }, projection)
    compare(
      sliced('normal'),
      closed((i) => -a * squared(directions[i])),
    )
    compare(
      sliced('unit'),
      closed(() => -a),
    )
    compare(
      sliced('unit-scaled'),
      closed(() => -3 * a),
    )
  })
})

it('sm, and sliced sm with unbiased directions, have the mean of dsm less d/2', () => {
  const n = 20_000
  const shape: [number, number, number, number] = [n, 1, 2, 1]
  const [x0, z, v] = [random(2, shape), random(3, shape), random(4, shape)]
  const sigma = tf.ones([n]).mul(0.6) as tfjs.Tensor1D
  const x = x0.add(z.mul(0.6)) as tfjs.Tensor4D
  // Not linear, so that the trace depends on x.
  const denoised = (at: tfjs.Tensor4D) => at.mul(0.5).tanh() as tfjs.Tensor4D
  const dsm = mean(sampleLosses(tf, 'dsm', denoised, { x0, z, sigma }, { sigmaData: 1 }).dataSync()) - 1
  const spread = 5 / Math.sqrt(n)
  expect(Math.abs(mean(scoreMatching(tf, denoised, { x, sigma }).dataSync()) - dsm)).toBeLessThan(spread)
  for (const projection of ['normal', 'unit-scaled'] as const) {
    const ssm = mean(slicedScoreMatching(tf, denoised, { x, sigma, v }, projection).dataSync())
    expect(Math.abs(ssm - dsm)).toBeLessThan(spread)
  }
  const unit = mean(slicedScoreMatching(tf, denoised, { x, sigma, v }, 'unit').dataSync())
  expect(Math.abs(unit - dsm)).toBeGreaterThan(4 * spread)
})

it('can be trained on: the gradient by weights agrees with finite differences', () => {
  const spec = { architecture: 'mlp', width: 8, depth: 2, sigmaData: 1, dataRange: [-1, 1] } as const
  const network = buildNetwork(tf, { ...spec, dataRange: [-1, 1] }, { height: 1, width: 2, channels: 1 }, 3)
  for (const weight of network.weights.values()) {
    const draws = random(weight.size, [1, 1, weight.size, 1]).reshape(weight.shape).mul(0.3)
    weight.assign(weight.add(draws))
  }
  const x = random(9, [3, 1, 2, 1])
  const sigma = tf.tensor1d([0.5, 1, 2])
  const loss = () => scoreMatching(tf, network.denoised, { x, sigma }).mean() as tfjs.Scalar
  const [name, weight] = [...network.weights].find(([key]) => key.startsWith('hidden/1') && key.endsWith('weight'))!
  const { grads } = tf.variableGrads(loss, [weight])
  const gradient = grads[weight.name].dataSync()
  const values = weight.dataSync().slice()
  const at = (i: number, step: number) => {
    const moved = values.slice()
    moved[i] += step
    weight.assign(tf.tensor(moved, weight.shape))
    return loss().dataSync()[0]
  }
  for (const i of [0, 13, 40]) {
    const slope = (at(i, 1e-2) - at(i, -1e-2)) / 2e-2
    expect(Math.abs(gradient[i] - slope), name).toBeLessThan(2e-3 * Math.max(0.05, Math.abs(slope)))
  }
})

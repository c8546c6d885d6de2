/** Functions of tensors against themselves, come back as an ONNX graph: at batch sizes that were not traced. */
import type * as tfjs from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCompute, type Tf } from '../backend.ts'
import { toOnnx } from './from-kernels.ts'
import { inspectOnnx } from './inspect.ts'
import { openOnnxModel } from './runtime.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: process.env.ANNEAL_BACKEND ?? 'cpu' })).tf
})

type Run = (x: tfjs.Tensor4D, w: tfjs.Tensor4D) => tfjs.Tensor
const DIMS = [6, 5, 4]

/** Largest difference at a batch of 3. */
function difference(run: Run): number {
  const weight = tf.tensor4d(
    Float32Array.from({ length: 3 * 3 * 4 * 2 }, (_, i) => Math.sin(i)),
    [3, 3, 4, 2],
  )
  const x = tf.tensor4d(
    Float32Array.from({ length: 3 * 120 }, (_, i) => Math.cos(0.7 * i) + 0.1),
    [3, 6, 5, 4],
  )
  const bytes = toOnnx(
    tf,
    { inputs: { x: DIMS }, weights: new Map([['w', weight]]), run: ({ x }) => run(x as tfjs.Tensor4D, weight) },
    'y',
  )
  const session = openOnnxModel(bytes, 'y.onnx', 1)
  const found = session.run({ x: { data: x.dataSync().slice() as Float32Array, dims: [3, ...DIMS] } }, 'y')
  session.dispose()
  const wanted = tf.tidy(() => run(x, weight))
  expect(found.dims).toEqual(wanted.shape)
  const values = wanted.dataSync()
  tf.dispose([wanted, x, weight])
  return found.data.reduce((most, value, i) => Math.max(most, Math.abs(value - values[i])), 0)
}

const FUNCTIONS: Record<string, Run> = {
  arithmetic: (x) => x.add(2).mul(x).sub(x.square().div(3)).maximum(0.1).minimum(2).pow(1.5),
  'elementary functions': (x) => tf.concat([x.abs().add(0.1).log(), x.exp(), x.sin(), x.cos(), x.sigmoid(), x.elu(), x.tanh()], 3),
  'roots and reciprocals': (x) => x.square().add(0.5).sqrt().add(x.square().add(1).rsqrt()).add(x.square().add(1).reciprocal()).neg(),
  'clipping and steps': (x) => x.clipByValue(-0.5, 0.5).add(tf.step(x)),
  'differences squared': (x) => tf.squaredDifference(x, x.mean(1, true)),
  reductions: (x) => tf.concat([x.mean([1, 2]), x.max([1, 2]), x.min([1, 2]), x.sum([1, 2])], 1),
  'a reduction over all axes of an image': (x) => x.sum([1, 2, 3], true),
  'a convolution that keeps the size': (x, w) => tf.conv2d(x, w, 1, 'same'),
  'a convolution of stride 2': (x, w) => tf.conv2d(x, w, 2, 'same'),
  'a convolution without padding': (x, w) => tf.conv2d(x, w, [1, 2], 'valid'),
  'a dilated convolution': (x, w) => tf.conv2d(x, w, 1, 'same', 'NHWC', 2),
  pooling: (x) => tf.concat([tf.avgPool(x, 3, 1, 'same'), tf.maxPool(x, 3, 1, 'same')], 3),
  'pooling in blocks': (x) => tf.avgPool(x, 2, 2, 'valid'),
  'padding with a number': (x) => tf.pad(x, [[0, 0], [1, 2], [0, 1], [0, 0]], 0.5),
  'a product of matrices, each turned': (x) => {
    const rows = x.reshape([x.shape[0], 30, 4])
    return tf.matMul(rows, rows, true, false).softmax()
  },
  'shapes in which the batch is a factor': (x) => x.reshape([x.shape[0] * 6, 20]).matMul(x.reshape([-1, 20]).slice([0, 0], [18, 20]), false, true),
  'pieces, one for each image': (x) => {
    const [first, second] = tf.split(tf.concat([x.reshape([-1, 120]), x.reshape([-1, 120]).mul(2)], 0), 2, 0)
    return first.sub(second)
  },
  'unequal pieces': (x) => tf.concat(tf.split(x, [1, 3], 3).toReversed(), 3),
  'a constant repeated for each image': (x) => tf.tile(tf.tensor3d([1, 2, 3, 4], [1, 1, 4]), [x.shape[0], 30, 1]).mul(x.reshape([x.shape[0], 30, 4])),
  'a slice of each image': (x) => x.slice([0, 1, 2, 0], [-1, 3, 2, 4]),
  'ones like the images': (x) => x.sub(tf.onesLike(x)).add(tf.zerosLike(x)),
  'the nearest of several, as ones and zeros': (x) => tf.oneHot(x.reshape([-1, 120]).argMin(1) as tfjs.Tensor1D, 120).toFloat(),
  'axes turned and added': (x) => x.transpose([0, 2, 3, 1]).expandDims(1),
  'a gradient written by hand': (x) => tf.customGrad((a) => ({ value: (a as tfjs.Tensor).square(), gradFunc: (dy: tfjs.Tensor) => dy }))(x),
} // prettier-ignore

describe('comes back as it was', () => {
  it.each(Object.keys(FUNCTIONS))('%s', (name) => {
    expect(difference(FUNCTIONS[name])).toBeLessThan(1e-5)
  })
})

describe('is refused, naming the operation', () => {
  const refused: Record<string, [Run, string]> = {
    'what has no word here': [(x) => x.erf(), 'Erf, there is no such operator'],
    'numbers made for one batch': [
      (x) => x.add(tf.randomNormal([x.shape[0], 1, 1, 1])),
      'numbers that depend on the batch',
    ],
    'a count of images as a number': [(x) => x.mul(x.shape[0]), 'numbers that depend on the batch'],
  }
  it.each(Object.keys(refused))('%s', (name) => {
    const [run, message] = refused[name]
    expect(() => difference(run)).toThrow(message)
  })
})

it('holds a constant once, however often it is read', () => {
  const table = tf.randomNormal([100, 100]) as tfjs.Tensor2D
  const run = ({ x }: Readonly<Record<string, tfjs.Tensor>>) => x.matMul(table).matMul(table).matMul(table)
  const bytes = toOnnx(tf, { inputs: { x: [100] }, weights: new Map(), run }, 'y')
  expect(inspectOnnx(bytes, 'y.onnx').parameters).toBeLessThan(10_100)
  table.dispose()
})

it('leaves no tensor and no hook behind', () => {
  const before = [tf.memory().numTensors, Object.keys(tf.engine()).includes('runKernel')]
  difference(FUNCTIONS.arithmetic)
  expect([tf.memory().numTensors, Object.keys(tf.engine()).includes('runKernel')]).toEqual(before)
})

import { expect, it } from 'vitest'
import { onnxBuilder } from './builder.ts'
import { attribute, type OnnxAttribute } from './model.ts'
import { openOnnxModel } from './runtime.ts'

const { int, ints } = attribute

/** What one node makes of x, after ReLU. */
function run(op: string, attributes: OnnxAttribute[], x: number[], dims: number[], weights?: Float32Array): number[] {
  const { input, constant, add, finish } = onnxBuilder()
  const parts = weights ? [constant([1, 1, 1, weights.length], weights), constant([1], Float32Array.of(-300))] : []
  const from = add('Relu', [add(op, [input('x', ['n', 1, 'h', 'w']), ...parts], attributes)])
  const session = openOnnxModel(finish({ name: 'y', from, dims: ['n', 1, 'h', 'w'] }), 'test', 1)
  const { data } = session.run({ x: { data: Float32Array.from(x), dims } }, 'y')
  session.dispose()
  return [...data]
}

it('runs a graph that we wrote: a convolution of one row and three columns, its padding and bias, then ReLU', () => {
  const attributes = [ints('kernel_shape', [1, 3]), ints('strides', [1, 1]), ints('pads', [0, 1, 0, 1])]
  // No flip: 10 x_i + x_(i-1) + 100 x_(i+1) - 300.
  expect(run('Conv', attributes, [1, 2, 3, 4, 5, 6], [1, 1, 2, 3], Float32Array.of(1, 10, 100))).toEqual([
    0, 21, 0, 240, 354, 0,
  ])
})

it('averages over the pixels inside the picture alone', () => {
  const attributes = [ints('kernel_shape', [3, 3]), ints('strides', [1, 1]), ints('pads', [1, 1, 1, 1])]
  const averaged = run('AveragePool', [...attributes, int('count_include_pad', 0)], [1, 2, 3, 6], [1, 1, 2, 2])
  expect(averaged).toEqual([3, 3, 3, 3])
})

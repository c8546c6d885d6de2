import { expect, it } from 'vitest'
import { encodeOnnx, type OnnxNode } from './proto.ts'
import { openOnnx } from './session.ts'

async function run(
  nodes: OnnxNode[],
  constants: { name: string; shape: number[]; values: Float32Array }[],
  x: number[],
  shape: number[],
) {
  const outputs = [{ name: nodes.at(-1)!.output, shape: ['n', 'c', 'h', 'w'] }]
  const session = await openOnnx(
    encodeOnnx({ nodes, constants, inputs: [{ name: 'x', shape: ['n', 1, 'h', 'w'] }], outputs }),
    1,
  )
  const result = [...(await session.run(Float32Array.from(x), shape))]
  await session.dispose()
  return result
}

it('runs a graph that we wrote: a convolution of one row and three columns, its padding and bias, then ReLU', async () => {
  const attributes = { kernel_shape: [1, 3], strides: [1, 1], pads: [0, 1, 0, 1] }
  const nodes = [
    { op: 'Conv', inputs: ['x', 'w', 'b'], output: 'y', attributes },
    { op: 'Relu', inputs: ['y'], output: 'z', attributes: {} },
  ]
  const constants = [
    { name: 'w', shape: [1, 1, 1, 3], values: Float32Array.of(1, 10, 100) },
    { name: 'b', shape: [1], values: Float32Array.of(-300) },
  ]
  // No flip: 10 x_i + x_(i-1) + 100 x_(i+1) - 300.
  expect(await run(nodes, constants, [1, 2, 3, 4, 5, 6], [1, 1, 2, 3])).toEqual([0, 21, 0, 240, 354, 0])
})

it('averages over the pixels inside the picture alone', async () => {
  const attributes = { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], count_include_pad: 0 }
  const nodes = [{ op: 'AveragePool', inputs: ['x'], output: 'y', attributes }]
  expect(await run(nodes, [], [1, 2, 3, 6], [1, 1, 2, 2])).toEqual([3, 3, 3, 3])
})

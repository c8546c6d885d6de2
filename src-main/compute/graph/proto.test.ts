import { expect, it } from 'vitest'
import { decodeSavedModel, encodeSavedModel, type GraphNode, shapeProto, tensorProto, text } from './proto.ts'

const NODES: GraphNode[] = [
  {
    name: 'a',
    op: 'Const',
    input: [],
    attr: { dtype: { type: 1 }, value: { tensor: tensorProto(1, [2, 1], Float32Array.of(1.5, -2)) } },
  },
  {
    name: 'b',
    op: 'Anything',
    input: ['a:0', '^a'],
    attr: {
      s: { s: text('SAME') },
      i: { i: -3 },
      f: { f: 0.5 },
      b: { b: true },
      shape: { shape: shapeProto([4, 1, 7]) },
      list: { list: { i: [1, 2, 2, 1] } },
      floats: { list: { f: [0.25] } },
      types: { list: { type: [1, 3] } },
    },
  },
]

/** Bytes as lists of numbers, whichever kind of buffer holds them. */
const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array || Array.isArray(value)) return Array.from(value, plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

it('nodes come back from the bytes of a SavedModel as they were', () => {
  expect(plain(decodeSavedModel(encodeSavedModel(NODES)))).toEqual(plain(NODES))
})

it('begins as a SavedModel of schema version 1 with one graph under the tag serve', () => {
  const bytes = encodeSavedModel([])
  expect([...bytes.subarray(0, 3)]).toEqual([0x08, 1, 0x12])
  expect(new TextDecoder().decode(bytes)).toContain('serve')
})

it('writes a constant of one value once, others byte for byte', () => {
  expect(tensorProto(1, [3], new Float32Array(3).fill(2))).toEqual({
    dtype: 1,
    tensor_shape: shapeProto([3]),
    float_val: [2],
  })
  expect(tensorProto(3, [2], Int32Array.of(1, 256)).tensor_content).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 0))
})

import type * as tfjs from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import type { Tf } from '../tf.ts'
import { attribute, DTYPE } from '../tensorflow-ops.ts'
import { shapeProto, text } from './proto.ts'
import { Recorder } from './recorder.ts'

/** A tensor as far as a binding without arithmetic needs one: made on the host, handed over when it is first read. */
type FakeTensor = { shape: number[]; dtype: string; values: Float32Array | Int32Array; id?: number }

/** TensorFlow.js's backend over a binding that computes nothing and numbers what it is given. */
function fakeTensorflow() {
  let next = 1
  const binding = {
    createTensor: (): number => next++,
    deleteTensor: () => {},
    tensorDataSync: (): Float32Array => new Float32Array([7, 8]),
    executeOp: (_name: string, _attributes: unknown, _inputs: number[], outputs: number) =>
      Array.from({ length: outputs }, () => ({ id: next++, shape: [2], dtype: DTYPE.float32 })),
  }
  class Backend {
    binding = binding
    getInputTensorIds(tensors: FakeTensor[]): number[] {
      return tensors.map(
        (tensor) =>
          (tensor.id ??= (this.binding.createTensor as (...args: unknown[]) => number)(
            tensor.shape,
            tensor.dtype === 'int32' ? DTYPE.int32 : DTYPE.float32,
            tensor.values,
          )),
      )
    }
    execute(op: string, inputs: FakeTensor[], attributes: unknown[] = [], outputs = 1): FakeTensor[] {
      return this.binding
        .executeOp(op, attributes, this.getInputTensorIds(inputs), outputs)
        .map(({ id }) => ({ id, shape: [2], dtype: 'float32', values: new Float32Array() }))
    }
  }
  const backend = new Backend()
  const recorder = new Recorder({ backend: () => backend } as unknown as Tf)
  return { backend, recorder }
}

function tensor(values: number[], dtype = 'float32'): FakeTensor {
  const numbers = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values)
  return { shape: [values.length], dtype, values: numbers }
}
const asTensor = (fake: FakeTensor) => fake as unknown as tfjs.Tensor

const float = { type: DTYPE.float32 }
const constant = (dtype: number, shape: number[], rest: object) => ({
  dtype: { type: dtype },
  value: { tensor: { dtype, tensor_shape: shapeProto(shape), ...rest } },
})

describe('Recorder', () => {
  it('writes down operations, inputs, constants and attributes as the nodes of a graph', () => {
    const { backend, recorder } = fakeTensorflow()
    const x = tensor([1, 2])
    const before = tensor([7, 8])
    backend.getInputTensorIds([before])
    recorder.placeholder('f/x', asTensor(x))
    const output = recorder.record(() => {
      const [sum] = backend.execute('AddV2', [x, before], [attribute.type('T', 'float32')])
      const [first] = backend.execute('Split', [tensor([0], 'int32'), sum], [attribute.int('num_split', 2)], 2)
      const [again] = backend.execute('Mul', [first, tensor([3, 3])])
      return backend.execute(
        'Mul',
        [again, tensor([3, 3])],
        [attribute.bool('yes', true), attribute.string('s', 'a')],
      )[0]
    })
    expect(recorder.nodes).toEqual([
      { name: 'f/x', op: 'Placeholder', input: [], attr: { dtype: float, shape: { shape: shapeProto([2]) } } },
      { name: 'Const_0', op: 'Const', input: [], attr: constant(1, [2], { tensor_content: bytesOf([7, 8]) }) },
      { name: 'AddV2_1', op: 'AddV2', input: ['f/x:0', 'Const_0:0'], attr: { T: float } },
      { name: 'Const_2', op: 'Const', input: [], attr: constant(3, [1], { tensor_content: new Uint8Array(4) }) },
      { name: 'Split_3', op: 'Split', input: ['Const_2:0', 'AddV2_1:0'], attr: { num_split: { i: 2 } } },
      // One value, written once, and one constant for both of its readers.
      { name: 'Const_4', op: 'Const', input: [], attr: constant(1, [2], { float_val: [3] }) },
      { name: 'Mul_5', op: 'Mul', input: ['Split_3:0', 'Const_4:0'], attr: {} },
      { name: 'Mul_6', op: 'Mul', input: ['Mul_5:0', 'Const_4:0'], attr: { yes: { b: true }, s: { s: text('a') } } },
    ])
    expect(recorder.outputOf(asTensor(output))).toBe('Mul_6:0')
  })

  it('refuses numbers made on the host inside the step, naming the operation that reads them and where', () => {
    const { backend, recorder } = fakeTensorflow()
    const draw = () => recorder.record(() => backend.execute('MatMul', [tensor([0.3, -0.2])]))
    expect(draw).toThrow(Refusal)
    expect(draw).toThrow(/^input 0 of MatMul \(recorder\.test\.ts:\d+\) is a float32 tensor of shape \[2\] \(0\.3/)
  })

  it('takes sizes and axes, and single numbers, for parts of the method', () => {
    const { backend, recorder } = fakeTensorflow()
    recorder.record(() => backend.execute('Reshape', [tensor([0.5]), tensor([4, 7], 'int32')]))
    expect(recorder.nodes.map(({ op }) => op)).toEqual(['Const', 'Const', 'Reshape'])
  })

  it('lets go of the backend, also where the step throws', () => {
    const { backend, recorder } = fakeTensorflow()
    const { binding } = backend
    const fail = () =>
      recorder.record(() => {
        expect(backend.binding).not.toBe(binding)
        throw new Error('no')
      })
    expect(fail).toThrow('no')
    expect(backend.binding).toBe(binding)
    expect(Object.hasOwn(backend, 'getInputTensorIds')).toBe(false)
  })

  it('refuses a kind of attribute that it does not know', () => {
    const { backend, recorder } = fakeTensorflow()
    const odd = [{ name: 'what', type: 99, value: 1 }]
    expect(() => recorder.record(() => backend.execute('Odd', [tensor([1])], odd))).toThrow(
      /Odd: attribute what .* \(99\)/,
    )
  })
})

const bytesOf = (values: number[]) => new Uint8Array(Float32Array.from(values).buffer)

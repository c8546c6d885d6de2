import { describe, expect, it } from 'vitest'
import { openCompute } from './backend.ts'
import { findTensorflow } from '#program/tensorflow-library.mjs'
import { attribute, runOp, withOps } from './tensorflow-ops.ts'

const hasTensorflow = findTensorflow().found.length > 0
const T = attribute.type('T', 'float64')
const handles = (tf: { backend(): unknown }) => (tf.backend() as { getNumOfTFTensors(): number }).getNumOfTFTensors()

describe.runIf(hasTensorflow)('raw TensorFlow ops', () => {
  it('take doubles in and give them back bit for bit', async () => {
    const { tf } = await openCompute({ backend: 'tensorflow' })
    const values = Float64Array.of(Math.PI, -0, 5e-324, Number.MAX_VALUE, -Infinity, 1 + Number.EPSILON)
    const back = withOps(tf, (ops) => ops.readFloat64(ops.float64(values, [2, 3])))
    expect(new BigUint64Array(back.buffer)).toEqual(new BigUint64Array(values.buffer))
  })

  it('take a view into the middle of a larger array', async () => {
    const { tf } = await openCompute({ backend: 'tensorflow' })
    const view = Float64Array.of(9, 1, 2, 9).subarray(1, 3)
    expect([...withOps(tf, (ops) => ops.readFloat64(ops.float64(view, [2])))]).toEqual([1, 2])
  })

  it('compute in float64: 1 + 2^-40 survives a product that float32 would round', async () => {
    const { tf } = await openCompute({ backend: 'tensorflow' })
    const product = withOps(tf, (ops) => {
      const x = ops.float64(Float64Array.of(1 + 2 ** -40), [1, 1])
      const plain = [attribute.bool('transpose_a', false), attribute.bool('transpose_b', false)]
      return ops.readFloat64(ops.run('MatMul', [x, x], [T, ...plain])[0]!)
    })
    expect(product[0]).toBe((1 + 2 ** -40) ** 2)
  })

  it('are freed when the block ends and when it throws', async () => {
    const { tf } = await openCompute({ backend: 'tensorflow' })
    const before = handles(tf)
    withOps(tf, (ops) => ops.cast(ops.bytes(Uint8Array.of(1, 2), [2]), 'uint8', 'float64'))
    expect(() => withOps(tf, (ops) => ops.run('NoSuchOp', [ops.int32(Int32Array.of(1), [1])], []))).toThrow(/NoSuchOp/)
    expect(handles(tf)).toBe(before)
  })

  it('give ordinary tensors that tf.tidy frees', async () => {
    const { tf } = await openCompute({ backend: 'tensorflow' })
    const [tensors, held] = [tf.memory().numTensors, handles(tf)]
    const values = tf.tidy(() => {
      const x = tf.tensor1d([0.5, -2])
      return runOp(tf, 'Erf', [x], [attribute.type('T', 'float32')]).arraySync() as number[]
    })
    expect(values[0]).toBeCloseTo(0.5204998778, 6)
    expect(values[1]).toBeCloseTo(-0.995322265, 6)
    expect(tf.memory().numTensors).toBe(tensors)
    expect(handles(tf)).toBe(held)
  })
})

it('raw TensorFlow ops are refused on another backend', async () => {
  const { tf } = await openCompute({ backend: 'cpu' })
  expect(() => withOps(tf, () => 1)).toThrow('this needs the backend tensorflow, not cpu')
})

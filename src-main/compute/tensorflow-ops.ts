/** Any TensorFlow op and dtype through the binding, where TensorFlow.js offers neither: float64, and ops it never wrapped. */
import type { Tensor } from '@tensorflow/tfjs'
import type { Tf } from './tf.ts'
import type { Binding, OpAttribute } from './tensorflow-backend.ts'

/** TensorFlow's own numbers of dtypes (tf_datatype.h) and of attribute kinds (c_api.h). */
export const DTYPE = { float32: 1, float64: 2, int32: 3, uint8: 4, int64: 9, bool: 10, bfloat16: 14 } as const
const KIND = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const
export type Dtype = keyof typeof DTYPE

/** A tensor held by TensorFlow alone, by number. It is freed by the `withOps` that made it, never by tf.tidy. */
export type Handle = { id: number; shape: number[]; dtype: number }

/** One attribute of an op, in TensorFlow's words. */
export const attribute = {
  type: (name: string, dtype: Dtype): OpAttribute => ({ name, type: KIND.type, value: DTYPE[dtype] }),
  int: (name: string, value: number | number[]): OpAttribute => ({ name, type: KIND.int, value }),
  bool: (name: string, value: boolean): OpAttribute => ({ name, type: KIND.bool, value }),
  string: (name: string, value: string): OpAttribute => ({ name, type: KIND.string, value }),
}

/** What a block of raw ops can do; every handle it makes is freed when the block ends. */
export type Ops = {
  bytes(values: Uint8Array, shape: number[]): Handle
  int32(values: Int32Array, shape: number[]): Handle
  float32(values: Float32Array, shape: number[]): Handle
  float64(values: Float64Array, shape: number[]): Handle
  run(name: string, inputs: Handle[], attributes: OpAttribute[], outputs?: number): Handle[]
  cast(x: Handle, from: Dtype, to: Dtype): Handle
  read(x: Handle): Float32Array | Int32Array | Uint8Array
  readFloat64(x: Handle): Float64Array
  free(x: Handle): void
}

/**
 * Runs a block of raw TensorFlow ops and frees all it made, whether it returns or throws. Doubles cross the binding, which has no
 * word for them, bit for bit as int64 through `Bitcast`; so nothing is rounded.
 */
export function withOps<T>(tf: Tf, block: (ops: Ops) => T): T {
  const { binding } = tensorflowBackend(tf)
  const made = new Set<number>()
  const keep = (handle: Handle) => (made.add(handle.id), handle)
  const create = (values: ArrayBufferView, dtype: number, shape: number[]) =>
    keep({ id: binding.createTensor(shape, dtype, values), shape, dtype })
  const ops: Ops = {
    bytes: (values, shape) => create(values, DTYPE.uint8, shape),
    int32: (values, shape) => create(values, DTYPE.int32, shape),
    float32: (values, shape) => create(values, DTYPE.float32, shape),
    float64(values, shape) {
      const bits = create(new Int32Array(values.buffer, values.byteOffset, 2 * values.length), DTYPE.int64, shape)
      const [doubles] = ops.run('Bitcast', [bits], [attribute.type('T', 'int64'), attribute.type('type', 'float64')])
      ops.free(bits)
      return doubles!
    },
    run(name, inputs, attributes, outputs = 1) {
      const ids = inputs.map((input) => input.id)
      return binding.executeOp(name, attributes, ids, outputs).map((output) => keep(output))
    },
    cast: (x, from, to) =>
      ops.run(
        'Cast',
        [x],
        [attribute.type('SrcT', from), attribute.type('DstT', to), attribute.bool('Truncate', false)],
      )[0]!,
    read: (x) => binding.tensorDataSync(x.id) as Float32Array | Int32Array | Uint8Array,
    readFloat64(x) {
      const [bits] = ops.run('Bitcast', [x], [attribute.type('T', 'float64'), attribute.type('type', 'int64')])
      const values = binding.tensorDataSync(bits!.id) as BigInt64Array
      ops.free(bits!)
      return new Float64Array(values.buffer, values.byteOffset, values.length)
    },
    free(x) {
      if (made.delete(x.id)) binding.deleteTensor(x.id)
    },
  }
  try {
    return block(ops)
  } finally {
    for (const id of made) binding.deleteTensor(id)
  }
}

/** One raw op on ordinary float32 tensors, its single output an ordinary tensor that tf.tidy frees. */
export function runOp<T extends Tensor>(tf: Tf, name: string, inputs: Tensor[], attributes: OpAttribute[]): T {
  return tensorflowBackend(tf).executeSingleOutput(name, attributes, inputs) as T
}

type TensorflowBackend = {
  binding: Binding
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: Tensor[]): Tensor
}

function tensorflowBackend(tf: Tf): TensorflowBackend {
  if (tf.getBackend() !== 'tensorflow') throw new Error(`this needs the backend tensorflow, not ${tf.getBackend()}`)
  return tf.backend() as unknown as TensorflowBackend
}

/** Records what tensor operations do, as the nodes of a graph, while they run as ever. */
import type * as tfjs from '@tensorflow/tfjs'
import { Refusal } from '#contract/refusal.ts'
import type { Tf } from '../tf.ts'
import type { Binding, OpAttribute, TensorMetadata } from '../tensorflow-backend.ts'
import { DTYPE } from '../tensorflow-ops.ts'
import { type AttrValue, type GraphNode, shapeProto, tensorProto, text } from './proto.ts'

/** TensorFlow.js's own backend, as far as recording touches it. */
export type NodeBackend = {
  binding: GraphBinding
  getInputTensorIds(tensors: tfjs.Tensor[]): number[]
  createOutputTensor(metadata: TensorMetadata): tfjs.Tensor
}
export type GraphBinding = Binding & {
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(id: number): void
  runSavedModel(id: number, inputs: number[], inputNames: string, outputNames: string): TensorMetadata[]
}

type HostTensor = { shape: number[]; dtype: number; values: ArrayBufferView }

/** Sizes, axes and permutations are whole numbers made on the host inside any step; more of them than this are data. */
const MOST_WHOLE_NUMBERS = 4096

const DTYPE_OF = { float32: DTYPE.float32, int32: DTYPE.int32, bool: DTYPE.bool } as Readonly<Record<string, number>>

/**
 * The binding gives each tensor a number that only grows and is never used again, so a map from number to `node:output` is the
 * whole symbol table. Whatever existed before, and is not declared as an input or variable, is a constant of the method.
 */
export class Recorder {
  readonly nodes: GraphNode[] = []
  private readonly backend: NodeBackend
  private readonly outputs = new Map<number, string>()
  private readonly made = new Map<number, HostTensor>()
  private readonly seen = new Map<number, tfjs.Tensor>()
  private readonly constants = new Map<string, string>()
  private counter = 0

  constructor(tf: Tf) {
    this.backend = tf.backend() as unknown as NodeBackend
  }

  /** Adds a node and gives its name. */
  add(op: string, input: string[], attr: Record<string, AttrValue>, name = `${op}_${this.counter++}`): string {
    this.nodes.push({ name, op, input, attr })
    return name
  }

  /** `tensor` stands, while recording, for what is fed under `name`. */
  placeholder(name: string, tensor: tfjs.Tensor): void {
    const attr = { dtype: { type: DTYPE_OF[tensor.dtype] }, shape: { shape: shapeProto(tensor.shape) } }
    this.stand(tensor, `${this.add('Placeholder', [], attr, name)}:0`)
  }

  /** `tensor` stands, while recording, for an output that is already there. */
  stand(tensor: tfjs.Tensor, output: string): void {
    this.outputs.set(this.idOf(tensor), output)
  }

  /** The output that computed `tensor`. */
  outputOf(tensor: tfjs.Tensor): string {
    this.seen.set(this.idOf(tensor), tensor)
    return this.lookUp(this.idOf(tensor), 'an output')
  }

  idOf(tensor: tfjs.Tensor): number {
    return this.backend.getInputTensorIds([tensor])[0]
  }

  /** Runs `block` with every operation written down. */
  record<T>(block: () => T): T {
    const { backend } = this
    const { binding } = backend
    const idsOf = backend.getInputTensorIds
    backend.getInputTensorIds = (tensors) => {
      const ids = idsOf.call(backend, tensors)
      ids.forEach((id, i) => this.seen.set(id, tensors[i]))
      return ids
    }
    backend.binding = Object.create(binding, {
      createTensor: {
        value: (shape: number[], dtype: number, values: ArrayBufferView) => {
          const id = binding.createTensor(shape, dtype, values)
          this.made.set(id, { shape: [...shape], dtype, values: copyOf(values) })
          return id
        },
      },
      executeOp: {
        value: (op: string, attributes: OpAttribute[], inputs: number[], count: number) => {
          const results = binding.executeOp(op, attributes, inputs, count)
          const attr = Object.fromEntries(attributes.map((attribute) => [attribute.name, attrValue(op, attribute)]))
          const sources = inputs.map((id, i) => this.lookUp(id, `input ${i} of ${op}`))
          const name = this.add(op, sources, attr)
          results.forEach(({ id }, i) => this.outputs.set(id, `${name}:${i}`))
          return results
        },
      },
    }) as GraphBinding
    try {
      return block()
    } finally {
      backend.binding = binding
      delete (backend as Partial<NodeBackend>).getInputTensorIds
    }
  }

  /** `reader` says in words what wants it. */
  private lookUp(id: number, reader: string): string {
    const known = this.outputs.get(id)
    if (known !== undefined) return known
    const made = this.made.get(id)
    if (made) refuseData(made, reader)
    const output = this.constant(made ?? this.hostTensor(id))
    this.outputs.set(id, output)
    return output
  }

  /** A tensor from before the recording, read back. */
  private hostTensor(id: number): HostTensor {
    const tensor = this.seen.get(id)
    if (!tensor) throw new Error(`Tensor ${id} came from nowhere the recorder can see.`)
    return { shape: tensor.shape, dtype: DTYPE_OF[tensor.dtype], values: this.backend.binding.tensorDataSync(id) }
  }

  private constant({ shape, dtype, values }: HostTensor): string {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    const key = `${dtype} ${shape.join()} ${bytes.toString('base64')}`
    const known = this.constants.get(key)
    if (known !== undefined) return known
    const attr = { dtype: { type: dtype }, value: { tensor: tensorProto(dtype, shape, values as Float32Array) } }
    const output = `${this.add('Const', [], attr)}:0`
    this.constants.set(key, output)
    return output
  }
}

/**
 * A draw, a batch or a list of numbers made inside the step would be frozen into the graph: the same at every step. A single
 * number, or one repeated, cannot be told from a part of the method; a rate that changes has to come in as an input.
 */
function refuseData({ shape, dtype, values }: HostTensor, reader: string): void {
  const numbers = values as Float32Array
  const most = dtype === DTYPE.float32 ? 1 : MOST_WHOLE_NUMBERS
  if (numbers.length <= most || numbers.every((value) => value === numbers[0])) return
  const kind = dtype === DTYPE.float32 ? 'float32' : 'whole'
  throw new Refusal(
    `${reader}${placeInCode()} is a ${kind} tensor of shape [${shape.join(', ')}] (${numbers.slice(0, 3).join(', ')}, ...) made ` +
      'on the host inside the step (tf.randomNormal, dropout, tf.tensor of data): recorded, it would be the same at every step. ' +
      'Hand it in as an input.',
    { field: 'graph', code: 'unsupported' },
  )
}

/** Where outside packages the operation under way was called, as ` at file:line`. */
function placeInCode(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 60
  const lines = new Error().stack!.split('\n').slice(1)
  Error.stackTraceLimit = stackTraceLimit
  const own = lines.find((line) => !/node_modules|node:|recorder\.ts:/.test(line) && /:\d+:\d+/.test(line))
  const place = own && /([^/\\]+:\d+):\d+\)?$/.exec(own)
  return place ? ` (${place[1]})` : ''
}

function attrValue(op: string, { name, type, value }: OpAttribute): AttrValue {
  const list = Array.isArray(value)
  switch (type) {
    case 0:
      return { s: text(value as string) }
    case 1:
      return list ? { list: { i: value } } : { i: value as number }
    case 2:
      return list ? { list: { f: value } } : { f: value as number }
    case 3:
      return list ? { list: { b: value as unknown as boolean[] } } : { b: value as boolean }
    case 4:
      return list ? { list: { type: value } } : { type: value as number }
    case 5:
      return { shape: shapeProto(value as number[]) }
    default:
      throw new Error(`${op}: attribute ${name} is of a kind (${type}) that graphs of ours do not know.`)
  }
}

function copyOf(values: ArrayBufferView): ArrayBufferView {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()
  const Kind = values.constructor as new (buffer: ArrayBuffer) => ArrayBufferView
  return new Kind(bytes.buffer)
}

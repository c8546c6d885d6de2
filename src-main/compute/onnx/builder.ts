/** An ONNX graph written node by node. */
import {
  ELEMENT,
  encodeModel,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxTensor,
  type OnnxValue,
  onnxTensor,
} from './model.ts'

/** Read by every ONNX Runtime since 1.13; what is written here uses nothing newer. */
const OPSET = 17
const IR_VERSION = 8

type Values = Float32Array | BigInt64Array
/** A name is a dimension that is not fixed. */
export type Dims = readonly (number | string)[]

export type OnnxBuilder = {
  input(name: string, dims: Dims, type?: keyof typeof ELEMENT): string
  /** A constant; equal small ones are shared. `name` where it is worth one, as weights are. */
  constant(dims: readonly number[], values: Values, name?: string): string
  float(value: number): string
  ints(values: readonly number[]): string
  /** Adds a node and gives the name of its output. */
  add(op: string, inputs: readonly string[], attributes?: OnnxAttribute[]): string
  addAll(op: string, inputs: readonly string[], outputs: number, attributes?: OnnxAttribute[]): string[]
  /** The file's bytes, `from` being what the graph gives out under the name `output`. */
  finish(
    output: { name: string; from: string; dims: Dims },
    notes?: { name?: string; metadata?: Record<string, string> },
  ): Uint8Array
}

/** Constants of fewer numbers are looked up before another is made. */
const SHARED_UP_TO = 64

export function onnxBuilder(): OnnxBuilder {
  const graph: OnnxGraph = { name: 'anneal', node: [], initializer: [], input: [], output: [] }
  const shared = new Map<string, string>()
  let counter = 0

  const builder: OnnxBuilder = {
    input(name, dims, type = 'float32') {
      graph.input.push(valueOf(name, dims, type))
      return name
    },
    constant(dims, values, name) {
      const small = name === undefined && values.length <= SHARED_UP_TO
      const key = small ? `${values.constructor.name} ${dims.join()} ${values.join()}` : ''
      const known = small ? shared.get(key) : undefined
      if (known !== undefined) return known
      const tensor: OnnxTensor = onnxTensor(name ?? `c${graph.initializer.length}`, dims, values)
      graph.initializer.push(tensor)
      if (small) shared.set(key, tensor.name)
      return tensor.name
    },
    float: (value) => builder.constant([], Float32Array.of(value)),
    ints: (values) => builder.constant([values.length], BigInt64Array.from(values, BigInt)),
    add: (op, inputs, attributes = []) => builder.addAll(op, inputs, 1, attributes)[0],
    addAll(op, inputs, outputs, attributes = []) {
      const name = `${op}_${counter++}`
      const output = Array.from({ length: outputs }, (_, i) => (outputs === 1 ? name : `${name}_${i}`))
      graph.node.push({ name, op_type: op, domain: '', input: [...inputs], output, attribute: attributes })
      return output
    },
    finish({ name, from, dims }, { name: title, metadata = {} } = {}) {
      const last = { name: 'output', op_type: 'Identity', domain: '', input: [from], output: [name], attribute: [] }
      return encodeModel({
        ir_version: IR_VERSION,
        producer_name: 'Anneal',
        graph: {
          ...graph,
          name: title ?? graph.name,
          node: [...graph.node, last],
          output: [valueOf(name, dims, 'float32')],
        },
        opset_import: [{ domain: '', version: OPSET }],
        metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      })
    },
  }
  return builder
}

const valueOf = (name: string, dims: Dims, type: keyof typeof ELEMENT): OnnxValue => ({
  name,
  type: {
    tensor_type: {
      elem_type: ELEMENT[type],
      shape: { dim: dims.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size })) },
    },
  },
})

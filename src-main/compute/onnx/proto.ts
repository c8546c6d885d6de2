/** A graph of float32 nodes and constants, given as lists, as the bytes of an ONNX model. */
import { attribute, ELEMENT, encodeModel, onnxTensor } from './model.ts'

/** Opset 17 and its file version, which every runtime since 2022 reads. */
const VERSIONS = { ir: 8, opset: 17 }

export type OnnxNode = { op: string; inputs: string[]; output: string; attributes: Record<string, number | number[]> }
export type OnnxConstant = { name: string; shape: number[]; values: Float32Array }
/** A name in a shape stands for any size. */
export type OnnxValue = { name: string; shape: (number | string)[] }
export type OnnxGraph = { nodes: OnnxNode[]; constants: OnnxConstant[]; inputs: OnnxValue[]; outputs: OnnxValue[] }

/** Everything is float32, attributes are whole numbers. */
export const encodeOnnx = ({ nodes, constants, inputs, outputs }: OnnxGraph): Uint8Array =>
  encodeModel({
    ir_version: VERSIONS.ir,
    producer_name: 'anneal',
    graph: {
      name: 'anneal',
      node: nodes.map(({ op, inputs, output, attributes }) => ({
        op_type: op,
        domain: '',
        name: output,
        input: inputs,
        output: [output],
        attribute: Object.entries(attributes).map(([name, value]) =>
          Array.isArray(value) ? attribute.ints(name, value) : attribute.int(name, value),
        ),
      })),
      initializer: constants.map(({ name, shape, values }) => onnxTensor(name, shape, values)),
      input: inputs.map(valueInfo),
      output: outputs.map(valueInfo),
    },
    opset_import: [{ domain: '', version: VERSIONS.opset }],
  })

const valueInfo = ({ name, shape }: OnnxValue) => ({
  name,
  type: {
    tensor_type: {
      elem_type: ELEMENT.float32,
      shape: { dim: shape.map((size) => (typeof size === 'string' ? { dim_param: size } : { dim_value: size })) },
    },
  },
})

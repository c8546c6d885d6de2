/** ONNX's file format, as far as a graph of ours needs it: nodes and constants in, the bytes of a ModelProto out. */
import protobuf from 'protobufjs'

/** Field numbers as in onnx/onnx.proto (ONNX 1.14). */
const FORMAT = protobuf.parse(
  `syntax = "proto3";
  message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
  message Attribute { string name = 1; int64 i = 3; repeated int64 ints = 8; int32 type = 20; }
  message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4; repeated Attribute attribute = 5; }
  message Dim { int64 dim_value = 1; string dim_param = 2; }
  message Shape { repeated Dim dim = 1; }
  message TensorType { int32 elem_type = 1; Shape shape = 2; }
  message Type { TensorType tensor_type = 1; }
  message Value { string name = 1; Type type = 2; }
  message Graph { repeated Node node = 1; string name = 2; repeated Tensor initializer = 5; repeated Value input = 11; repeated Value output = 12; }
  message Opset { string domain = 1; int64 version = 2; }
  message Model { int64 ir_version = 1; string producer_name = 2; Graph graph = 7; repeated Opset opset_import = 8; }`,
  { keepCase: true },
).root

const FLOAT = 1
const ATTRIBUTE = { int: 2, ints: 7 }
/** Opset 17 and its file version, which every runtime since 2022 reads. */
const VERSIONS = { ir: 8, opset: 17 }

export type OnnxNode = { op: string; inputs: string[]; output: string; attributes: Record<string, number | number[]> }
export type OnnxConstant = { name: string; shape: number[]; values: Float32Array }
/** A name in a shape stands for any size. */
export type OnnxValue = { name: string; shape: (number | string)[] }
export type OnnxGraph = { nodes: OnnxNode[]; constants: OnnxConstant[]; inputs: OnnxValue[]; outputs: OnnxValue[] }

/** Everything is float32. */
export function encodeOnnx({ nodes, constants, inputs, outputs }: OnnxGraph): Uint8Array {
  const type = FORMAT.lookupType('Model')
  const graph = {
    name: 'anneal',
    node: nodes.map(({ op, inputs, output, attributes }) => ({
      op_type: op,
      name: output,
      input: inputs,
      output: [output],
      attribute: Object.entries(attributes).map(([name, value]) =>
        Array.isArray(value) ? { name, ints: value, type: ATTRIBUTE.ints } : { name, i: value, type: ATTRIBUTE.int },
      ),
    })),
    initializer: constants.map(({ name, shape, values }) => ({
      name,
      dims: shape,
      data_type: FLOAT,
      raw_data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    })),
    input: inputs.map(valueInfo),
    output: outputs.map(valueInfo),
  }
  const opset_import = [{ domain: '', version: VERSIONS.opset }]
  return type
    .encode(type.fromObject({ ir_version: VERSIONS.ir, producer_name: 'anneal', graph, opset_import }))
    .finish()
}

const valueInfo = ({ name, shape }: OnnxValue) => ({
  name,
  type: {
    tensor_type: {
      elem_type: FLOAT,
      shape: { dim: shape.map((size) => (typeof size === 'string' ? { dim_param: size } : { dim_value: size })) },
    },
  },
})

/** ONNX's file format, as far as denoisers need it: a model in, its bytes out, and back. */
import protobuf from 'protobufjs'

/** Field numbers as in onnx/onnx.proto3. */
const FORMAT = protobuf.parse(
  `syntax = "proto3";
  message StringPair { string key = 1; string value = 2; }
  message Dim { oneof value { int64 dim_value = 1; string dim_param = 2; } }
  message Shape { repeated Dim dim = 1; }
  message TensorType { int32 elem_type = 1; Shape shape = 2; }
  message Type { TensorType tensor_type = 1; }
  message ValueInfo { string name = 1; Type type = 2; }
  message Tensor { repeated int64 dims = 1; int32 data_type = 2; repeated float float_data = 4; repeated int32 int32_data = 5;
    repeated int64 int64_data = 7; string name = 8; bytes raw_data = 9; repeated double double_data = 10;
    repeated StringPair external_data = 13; int32 data_location = 14; }
  message Attribute { string name = 1; float f = 2; int64 i = 3; bytes s = 4; Tensor t = 5; Graph g = 6; repeated float floats = 7;
    repeated int64 ints = 8; repeated bytes strings = 9; repeated Graph graphs = 11; int32 type = 20; }
  message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
    repeated Attribute attribute = 5; string domain = 7; }
  message Graph { repeated Node node = 1; string name = 2; repeated Tensor initializer = 5; repeated ValueInfo input = 11;
    repeated ValueInfo output = 12; }
  message OperatorSet { string domain = 1; int64 version = 2; }
  message Function { string name = 1; repeated Node node = 7; }
  message Model { int64 ir_version = 1; string producer_name = 2; string producer_version = 3; string doc_string = 6; Graph graph = 7;
    repeated OperatorSet opset_import = 8; repeated StringPair metadata_props = 14; repeated Function functions = 25; }`,
  { keepCase: true },
).root
const MODEL = FORMAT.lookupType('Model')

/** Numbers of element types (TensorProto.DataType) that are met here by name. */
export const ELEMENT = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11, bfloat16: 16 } as const
/** Bytes of one element of each type number; strings and anything newer count as 1, the least. */
const WIDTHS: Readonly<Record<number, number>> = {
  1: 4,
  4: 2,
  5: 2,
  6: 4,
  7: 8,
  10: 2,
  11: 8,
  12: 4,
  13: 8,
  14: 8,
  15: 16,
  16: 2,
}
export const elementWidth = (type: number): number => WIDTHS[type] ?? 1
export const elementName = (type: number): string =>
  Object.entries(ELEMENT).find(([, number]) => number === type)?.[0] ?? `type ${type}`

/** AttributeProto.AttributeType. */
const KIND = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7 } as const

export type StringPair = { key: string; value: string }
export type OnnxTensor = {
  dims: number[]
  data_type: number
  name: string
  raw_data?: Uint8Array
  float_data?: number[]
  int32_data?: number[]
  int64_data?: number[]
  double_data?: number[]
  external_data?: StringPair[]
  data_location?: number
}
export type OnnxAttribute = {
  name: string
  type: number
  f?: number
  i?: number
  s?: Uint8Array
  t?: OnnxTensor
  g?: OnnxGraph
  floats?: number[]
  ints?: number[]
  graphs?: OnnxGraph[]
}
export type OnnxNode = {
  name: string
  op_type: string
  domain: string
  input: string[]
  output: string[]
  attribute: OnnxAttribute[]
}
export type OnnxDim = { dim_value: number } | { dim_param: string } | Record<string, never>
export type OnnxValue = {
  name: string
  type: { tensor_type?: { elem_type: number; shape?: { dim: OnnxDim[] } } }
}
export type OnnxGraph = {
  name: string
  node: OnnxNode[]
  initializer: OnnxTensor[]
  input: OnnxValue[]
  output: OnnxValue[]
}
export type OnnxModel = {
  ir_version: number
  producer_name: string
  producer_version: string
  doc_string: string
  graph: OnnxGraph
  opset_import: { domain: string; version: number }[]
  metadata_props: StringPair[]
  functions: { name: string; node: OnnxNode[] }[]
}

/** One attribute of a node, in ONNX's words. */
export const attribute = {
  float: (name: string, f: number): OnnxAttribute => ({ name, type: KIND.float, f }),
  int: (name: string, i: number): OnnxAttribute => ({ name, type: KIND.int, i }),
  ints: (name: string, ints: number[]): OnnxAttribute => ({ name, type: KIND.ints, ints }),
  string: (name: string, s: string): OnnxAttribute => ({ name, type: KIND.string, s: new TextEncoder().encode(s) }),
}

/** A constant of a graph. Numbers are kept as bytes, little-endian as every machine this runs on. */
export function onnxTensor(
  name: string,
  dims: readonly number[],
  values: Float32Array | BigInt64Array | Int32Array,
): OnnxTensor {
  const data_type =
    values instanceof Float32Array ? ELEMENT.float32 : values instanceof Int32Array ? ELEMENT.int32 : ELEMENT.int64
  const raw_data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return { name, dims: [...dims], data_type, raw_data }
}

export const encodeModel = (model: Partial<OnnxModel>): Uint8Array => MODEL.encode(MODEL.fromObject(model)).finish()

/** The model of a file's bytes. Throws whatever protobufjs does on bytes that are no such message. */
export const decodeModel = (bytes: Uint8Array): OnnxModel =>
  MODEL.toObject(MODEL.decode(bytes), { longs: Number, defaults: true, oneofs: false }) as OnnxModel

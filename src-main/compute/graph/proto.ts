/** TensorFlow's file formats, as far as a graph of ours needs them: nodes in, the bytes of a SavedModel out. */
import protobuf from 'protobufjs'

/** Field numbers as in tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape,versions}.proto and saved_model.proto. */
const FORMAT = protobuf.parse(
  `syntax = "proto3";
  message Dim { int64 size = 1; }
  message TensorShape { repeated Dim dim = 2; }
  message Tensor { int32 dtype = 1; TensorShape tensor_shape = 2; bytes tensor_content = 4; repeated float float_val = 5; }
  message ListValue { repeated bytes s = 2; repeated int64 i = 3; repeated float f = 4; repeated bool b = 5; repeated int32 type = 6; }
  message AttrValue { oneof value { ListValue list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6;
    TensorShape shape = 7; Tensor tensor = 8; } }
  message Node { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
  message Versions { int32 producer = 1; int32 min_consumer = 2; }
  message Graph { repeated Node node = 1; Versions versions = 4; }
  message MetaInfo { repeated string tags = 4; }
  message MetaGraph { MetaInfo meta_info_def = 1; Graph graph_def = 2; }
  message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraph meta_graphs = 2; }`,
  { keepCase: true },
).root

type Shape = { dim: { size: number }[] }
type TensorProto = { dtype: number; tensor_shape: Shape; tensor_content?: Uint8Array; float_val?: number[] }
export type AttrValue =
  | { s: Uint8Array }
  | { i: number }
  | { f: number }
  | { b: boolean }
  | { type: number }
  | { shape: Shape }
  | { tensor: TensorProto }
  | { list: { i?: number[]; f?: number[]; b?: boolean[]; type?: number[]; s?: Uint8Array[] } }

/** One operation of a graph. An input is `node:output`, or `^node` where it only has to run before. */
export type GraphNode = { name: string; op: string; input: string[]; attr: Record<string, AttrValue> }

export const shapeProto = (shape: readonly number[]): Shape => ({ dim: shape.map((size) => ({ size })) })
export const text = (value: string): Uint8Array => new TextEncoder().encode(value)

/** Numbers as a constant; where they are all one float, that one alone is written and TensorFlow repeats it. */
export function tensorProto(
  dtype: number,
  shape: readonly number[],
  values: Float32Array | Int32Array | Uint8Array,
): TensorProto {
  const proto = { dtype, tensor_shape: shapeProto(shape) }
  if (values instanceof Float32Array && values.length > 1 && values.every((value) => value === values[0]))
    return { ...proto, float_val: [values[0]] }
  return { ...proto, tensor_content: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) }
}

/** GraphDef version of TensorFlow 2.20; 12 is the oldest consumer that TensorFlow 2 allows to be named. */
const VERSIONS = { producer: 2288, min_consumer: 12 }

/** The content of a `saved_model.pb` with one graph under the tag `serve`, and no signatures: nodes are addressed by name. */
export function encodeSavedModel(nodes: readonly GraphNode[]): Uint8Array {
  const type = FORMAT.lookupType('SavedModel')
  const message = type.fromObject({
    saved_model_schema_version: 1,
    meta_graphs: [{ meta_info_def: { tags: ['serve'] }, graph_def: { node: nodes, versions: VERSIONS } }],
  })
  return type.encode(message).finish()
}

/** The nodes of such a file again. */
export function decodeSavedModel(bytes: Uint8Array): GraphNode[] {
  const type = FORMAT.lookupType('SavedModel')
  const { meta_graphs: graphs } = type.toObject(type.decode(bytes), { longs: Number }) as {
    meta_graphs: { graph_def: { node: GraphNode[] } }[]
  }
  return graphs[0].graph_def.node.map((node) => ({ ...node, input: node.input ?? [], attr: node.attr ?? {} }))
}

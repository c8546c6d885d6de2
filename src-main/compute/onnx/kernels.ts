/** Each of TensorFlow.js's kernels that our networks use, said in ONNX's operators. */
import type { Traced } from '../trace/kernel-trace.ts'
import type { Count } from './batch-size.ts'
import type { OnnxBuilder } from './builder.ts'
import { attribute, ELEMENT } from './model.ts'
import { samePadding, type Padding } from './padding.ts'

/** A kernel's run, as it is translated: names for what goes in, sizes that may depend on the batch. */
export type KernelCall = {
  graph: OnnxBuilder
  /** ONNX's name of an input; `turned`: with its axes so permuted, which costs nothing for a weight. */
  input(name: string, turned?: readonly number[]): string
  inputs: Readonly<Record<string, Traced>>
  attributes: Readonly<Record<string, unknown>>
  /** Sizes of the outputs. */
  shapes: readonly (readonly Count[])[]
  dtypes: readonly string[]
  /** A whole-number attribute, a number or a list. */
  counts(name: string): Count[]
  /** Sizes as a tensor of whole numbers. */
  vector(counts: readonly Count[]): string
}
type Translate = (call: KernelCall) => string | string[]

const one =
  (op: string): Translate =>
  ({ graph, input }) =>
    graph.add(op, [input('x')])
const two =
  (op: string): Translate =>
  ({ graph, input }) =>
    graph.add(op, [input('a'), input('b')])

/** To a shape with at most one size that depends on the batch, which is then left to be inferred. */
const reshaped: Translate = ({ graph, input, shapes: [shape] }) => {
  const free = shape.filter(({ times }) => times !== 0).length
  if (free > 1) throw new Error('a shape with two sizes that depend on the batch')
  return graph.add('Reshape', [input('x'), graph.ints(shape.map(({ fixed, times }) => (times === 0 ? fixed : -1)))])
}

const reduce =
  (op: string): Translate =>
  ({ graph, input, inputs, attributes }) => {
    const rank = inputs.x.shape.length
    const given = (attributes.axis ?? attributes.reductionIndices) as number | number[] | null | undefined
    const axes = given === null || given === undefined ? Array.from({ length: rank }, (_, i) => i) : [given].flat()
    const keep = attribute.int('keepdims', attributes.keepDims ? 1 : 0)
    // The one reduction that takes its axes as an input in opset 17.
    if (op === 'ReduceSum') return graph.add(op, [input('x'), graph.ints(axes)], [keep])
    return graph.add(op, [input('x')], [attribute.ints('axes', axes), keep])
  }

const pool =
  (op: string): Translate =>
  ({ graph, input, inputs, attributes }) => {
    const [kernel, strides] = [pair(attributes.filterSize), pair(attributes.strides)]
    const settings = [
      attribute.ints('kernel_shape', kernel),
      attribute.ints('strides', strides),
      attribute.ints('pads', samePadding(inputs.x.shape, kernel, strides, [1, 1], attributes.pad as Padding)),
    ]
    return channelsLast(graph, graph.add(op, [channelsFirst(graph, input('x'))], settings))
  }

const NCHW = [0, 3, 1, 2]
const NHWC = [0, 2, 3, 1]
const channelsFirst = (graph: OnnxBuilder, x: string) => graph.add('Transpose', [x], [attribute.ints('perm', NCHW)])
const channelsLast = (graph: OnnxBuilder, x: string) => graph.add('Transpose', [x], [attribute.ints('perm', NHWC)])
const pair = (value: unknown): number[] =>
  Array.isArray(value) ? (value as number[]) : [value as number, value as number]

const fill =
  (value: number): Translate =>
  ({ graph, shapes, vector }) =>
    graph.add('Expand', [graph.float(value), vector(shapes[0])])

export const KERNELS: Readonly<Record<string, Translate>> = {
  Abs: one('Abs'),
  Cos: one('Cos'),
  Elu: one('Elu'),
  Exp: one('Exp'),
  Floor: one('Floor'),
  Identity: ({ input }) => input('x'),
  Log: one('Log'),
  Neg: one('Neg'),
  Reciprocal: one('Reciprocal'),
  Relu: one('Relu'),
  Sigmoid: one('Sigmoid'),
  Sin: one('Sin'),
  Softplus: one('Softplus'),
  Sqrt: one('Sqrt'),
  Tanh: one('Tanh'),
  Add: two('Add'),
  Maximum: two('Max'),
  Minimum: two('Min'),
  Multiply: two('Mul'),
  Pow: two('Pow'),
  RealDiv: two('Div'),
  Sub: two('Sub'),
  Rsqrt: ({ graph, input }) => graph.add('Reciprocal', [graph.add('Sqrt', [input('x')])]),
  Square({ graph, input }) {
    const x = input('x')
    return graph.add('Mul', [x, x])
  },
  SquaredDifference({ graph, input }) {
    const difference = graph.add('Sub', [input('a'), input('b')])
    return graph.add('Mul', [difference, difference])
  },
  Step({ graph, input, attributes }) {
    if (Number(attributes.alpha ?? 0) !== 0) throw new Error('a step with a slope')
    return graph.add(
      'Cast',
      [graph.add('Greater', [input('x'), graph.float(0)])],
      [attribute.int('to', ELEMENT.float32)],
    )
  },
  ClipByValue: ({ graph, input, attributes }) =>
    graph.add('Clip', [
      input('x'),
      graph.float(attributes.clipValueMin as number),
      graph.float(attributes.clipValueMax as number),
    ]),
  Softmax: ({ graph, input, attributes }) =>
    graph.add('Softmax', [input('logits')], [attribute.int('axis', Number(attributes.dim))]),
  Cast: ({ graph, input, inputs, dtypes }) =>
    inputs.x.dtype === dtypes[0]
      ? input('x')
      : graph.add('Cast', [input('x')], [attribute.int('to', elementOf(dtypes[0]))]),

  Reshape: reshaped,
  ExpandDims: (call) => reshaped({ ...call, input: () => call.input('input') }),
  Transpose: ({ graph, input, attributes }) =>
    graph.add('Transpose', [input('x')], [attribute.ints('perm', attributes.perm as number[])]),
  Concat: ({ graph, input, inputs, attributes }) =>
    graph.add(
      'Concat',
      Object.keys(inputs).map((name) => input(name)),
      [attribute.int('axis', attributes.axis as number)],
    ),
  SplitV({ graph, input, attributes, shapes, vector }) {
    const axis = attributes.axis as number
    const sizes = shapes.map((shape) => shape.at(axis)!)
    return graph.addAll('Split', [input('x'), vector(sizes)], sizes.length, [attribute.int('axis', axis)])
  },
  Slice({ graph, input, counts, shapes: [shape], vector }) {
    const begin = counts('begin')
    const end = begin.map(({ fixed, times }, i) => ({ fixed: fixed + shape[i].fixed, times: times + shape[i].times }))
    return graph.add('Slice', [input('x'), vector(begin), vector(end)])
  },
  Tile: ({ graph, input, counts, vector }) => graph.add('Tile', [input('x'), vector(counts('reps'))]),
  PadV2({ graph, input, attributes }) {
    const paddings = attributes.paddings as [number, number][]
    const around = graph.ints([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)])
    return graph.add('Pad', [input('x'), around, graph.float((attributes.constantValue as number) ?? 0)])
  },
  Fill: (call) => fill(call.attributes.value as number)(call),
  OnesLike: fill(1),
  ZerosLike: fill(0),

  Mean: reduce('ReduceMean'),
  Max: reduce('ReduceMax'),
  Min: reduce('ReduceMin'),
  Sum: reduce('ReduceSum'),
  ArgMin: ({ graph, input, attributes }) =>
    graph.add('ArgMin', [input('x')], [attribute.int('axis', attributes.axis as number), attribute.int('keepdims', 0)]),
  OneHot({ graph, input, attributes }) {
    const { depth, onValue = 1, offValue = 0 } = attributes as { depth: number; onValue?: number; offValue?: number }
    return graph.add('OneHot', [input('indices'), graph.ints([depth]), graph.ints([offValue, onValue])])
  },

  BatchMatMul({ graph, input, inputs, attributes }) {
    const side = (name: 'a' | 'b', turn: unknown) => {
      const rank = inputs[name].shape.length
      const axes = Array.from({ length: rank }, (_, i) => i)
      return turn ? input(name, [...axes.slice(0, -2), rank - 1, rank - 2]) : input(name)
    }
    return graph.add('MatMul', [side('a', attributes.transposeA), side('b', attributes.transposeB)])
  },
  Conv2D({ graph, input, inputs, attributes }) {
    if (attributes.dataFormat !== 'NHWC') throw new Error('a convolution of channels first')
    const [height, width] = inputs.filter.shape
    const [strides, dilations] = [pair(attributes.strides), pair(attributes.dilations ?? 1)]
    const settings = [
      attribute.ints('kernel_shape', [height, width]),
      attribute.ints('strides', strides),
      attribute.ints('dilations', dilations),
      attribute.ints(
        'pads',
        samePadding(inputs.x.shape, [height, width], strides, dilations, attributes.pad as Padding),
      ),
    ]
    const parts = [channelsFirst(graph, input('x')), input('filter', [3, 2, 0, 1])]
    return channelsLast(graph, graph.add('Conv', parts, settings))
  },
  AvgPool: pool('AveragePool'),
  MaxPool: pool('MaxPool'),
}

function elementOf(dtype: string): number {
  if (dtype === 'float32') return ELEMENT.float32
  if (dtype === 'int32') return ELEMENT.int64
  throw new Error(`numbers of type ${dtype}`)
}

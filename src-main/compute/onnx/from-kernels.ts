/** A function of tensors as an ONNX graph for any number of images: traced at two batch sizes, translated kernel by kernel. */
import type * as tfjs from '@tensorflow/tfjs'
import { messageOf, Refusal } from '#contract/refusal.ts'
import type { Tf } from '../tf.ts'
import { type Trace, traceKernels, type Traced, type TraceStep } from '../trace/kernel-trace.ts'
import { BATCHES, type Count, countOf, countsOf, isFixed } from './batch-size.ts'
import { onnxBuilder } from './builder.ts'
import { KERNELS, type KernelCall } from './kernels.ts'
import { attribute } from './model.ts'

export type OnnxFunction = {
  /** What goes in, without its first dimension, the batch. */
  inputs: Readonly<Record<string, readonly number[]>>
  weights: ReadonlyMap<string, tfjs.Tensor>
  run(inputs: Readonly<Record<string, tfjs.Tensor>>): tfjs.Tensor
}

/** The graph's bytes. Refuses, naming the operation, what has no word in ONNX. */
export function toOnnx(
  tf: Tf,
  { inputs, weights, run }: OnnxFunction,
  output: string,
  notes: { name?: string; metadata?: Record<string, string> } = {},
): Uint8Array {
  const [first, second] = BATCHES.map((batch) => traceAt(tf, { inputs, weights, run }, batch))
  if (first.steps.length !== second.steps.length) throw unsaid('its operations depend on the batch')
  const graph = onnxBuilder()
  const names = Object.entries(inputs).map(([name, dims]) => graph.input(name, ['batch', ...dims]))
  const shape = graph.add('Shape', [names[0]])
  const batch = graph.add('Slice', [shape, graph.ints([0]), graph.ints([1])])
  const outputs: string[][] = []
  const kept = new Map<string, string>()

  const vector = (counts: readonly Count[]): string => {
    if (isFixed(counts)) return graph.ints(counts.map(({ fixed }) => fixed))
    const parts = counts.map(({ fixed, times }) => {
      const grown = times === 0 ? null : times === 1 ? batch : graph.add('Mul', [batch, graph.ints([times])])
      return grown === null ? graph.ints([fixed]) : fixed === 0 ? grown : graph.add('Add', [grown, graph.ints([fixed])])
    })
    return parts.length === 1 ? parts[0] : graph.add('Concat', parts, [attribute.int('axis', 0)])
  }

  function nameOf(traced: Traced, twin: Traced, turned?: readonly number[]): string {
    const { source, shape: dims } = traced
    if (source.from === 'weight') {
      const key = `${source.name} ${turned?.join() ?? ''}`
      const known = kept.get(key)
      if (known !== undefined) return known
      const values = weights.get(source.name)!.dataSync() as Float32Array
      const made = graph.constant(
        turned ? turned.map((axis) => dims[axis]) : dims,
        turned ? permuted(values, dims, turned) : values,
        key.trimEnd(),
      )
      kept.set(key, made)
      return made
    }
    const name =
      source.from === 'input'
        ? source.name
        : source.from === 'step'
          ? outputs[source.step][source.output]
          : constantOf(traced, twin)
    return turned ? graph.add('Transpose', [name], [attribute.ints('perm', [...turned])]) : name
  }
  function constantOf({ source, shape: dims, dtype }: Traced, { source: twin }: Traced): string {
    if (source.from !== 'constant' || twin.from !== 'constant' || source.values.join() !== twin.values.join())
      throw new Error('numbers that depend on the batch')
    const key = `constant ${source.tensor}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const whole = () => BigInt64Array.from(Array.from(source.values), BigInt)
    const made = graph.constant(dims, dtype === 'float32' ? Float32Array.from(source.values) : whole())
    kept.set(key, made)
    return made
  }

  first.steps.forEach((step, i) => {
    try {
      const made = KERNELS[step.kernel]?.(callOf(step, second.steps[i]))
      if (made === undefined) throw new Error('there is no such operator')
      outputs.push([made].flat())
    } catch (error) {
      throw unsaid(`${step.kernel}, ${messageOf(error)}`, error)
    }
  })
  function callOf(step: TraceStep, twin: TraceStep): KernelCall {
    if (step.kernel !== twin.kernel) throw new Error('operations that depend on the batch')
    return {
      graph,
      vector,
      inputs: step.inputs,
      attributes: step.attributes,
      input: (name, turned) => nameOf(step.inputs[name], twin.inputs[name], turned),
      shapes: step.outputs.map((one, i) => countsOf(one.shape, twin.outputs[i].shape)),
      dtypes: step.outputs.map(({ dtype }) => dtype),
      counts: (name) => {
        const [a, b] = [step.attributes[name], twin.attributes[name]]
        return Array.isArray(a) ? countsOf(a as number[], b as number[]) : [countOf(a as number, b as number)]
      },
    }
  }
  const dims = countsOf(first.result.shape, second.result.shape).map(({ fixed, times }) =>
    times === 0 ? fixed : 'batch',
  )
  return graph.finish({ name: output, from: nameOf(first.result, second.result), dims }, notes)
}

function traceAt(tf: Tf, { inputs, weights, run }: OnnxFunction, batch: number): Trace {
  const tensors = Object.fromEntries(Object.entries(inputs).map(([name, dims]) => [name, tf.ones([batch, ...dims])]))
  try {
    return traceKernels(tf, { inputs: tensors, weights, run: () => run(tensors) })
  } finally {
    tf.dispose(tensors)
  }
}

const unsaid = (what: string, cause?: unknown) =>
  new Refusal(`This network cannot be written as ONNX: ${what}.`, { field: 'network', code: 'unsupported', cause })

/** Values of an array of shape `dims` with its axes permuted. */
function permuted(values: Float32Array, dims: readonly number[], axes: readonly number[]): Float32Array {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, size) => product * size, 1))
  const to = axes.map((axis) => dims[axis])
  const steps = axes.map((axis) => strides[axis])
  const result = new Float32Array(values.length)
  const index = to.map(() => 0)
  let from = 0
  for (let i = 0; i < result.length; i++) {
    result[i] = values[from]
    for (let axis = to.length - 1; axis >= 0; axis--) {
      index[axis]++
      from += steps[axis]
      if (index[axis] < to[axis]) break
      from -= steps[axis] * to[axis]
      index[axis] = 0
    }
  }
  return result
}

/** What a function of tensors computes, as the list of TensorFlow.js's kernels that it ran: the same on every backend. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '../tf.ts'

/** Where a tensor came from: an input or weight by name, output `output` of step `step`, or neither, so that it is a constant. */
export type Source =
  | { from: 'input' | 'weight'; name: string }
  | { from: 'step'; step: number; output: number }
  /** `tensor`: the number of the tensor that holds it, as one constant may be read many times. */
  | { from: 'constant'; tensor: number; values: Float32Array | Int32Array | Uint8Array }
export type Traced = { source: Source; shape: readonly number[]; dtype: string }
export type TraceStep = {
  kernel: string
  /** By the kernel's own names of its inputs; those of a list under 0, 1, ... */
  inputs: Readonly<Record<string, Traced>>
  attributes: Readonly<Record<string, unknown>>
  outputs: readonly { shape: readonly number[]; dtype: string }[]
}
export type Trace = { steps: readonly TraceStep[]; result: Traced }

type Tensors = Readonly<Record<string, tfjs.Tensor>>
type RunKernel = (
  kernel: string,
  inputs: Record<string, tfjs.Tensor>,
  attributes?: object,
) => tfjs.Tensor | tfjs.Tensor[]

/**
 * Runs `block` once. A kernel that calls another is written down as one step; what was made before and is neither input nor weight,
 * or by the host on the way, is a constant.
 */
export function traceKernels(
  tf: Tf,
  { inputs, weights, run }: { inputs: Tensors; weights: ReadonlyMap<string, tfjs.Tensor>; run: () => tfjs.Tensor },
): Trace {
  const engine = tf.engine() as unknown as { runKernel: RunKernel }
  const original = engine.runKernel
  const known = new Map<number, Source>()
  for (const [name, tensor] of Object.entries(inputs)) known.set(tensor.id, { from: 'input', name })
  for (const [name, tensor] of weights) known.set(tensor.id, { from: 'weight', name })
  const traced = (tensor: tfjs.Tensor): Traced => {
    const { id, shape, dtype } = tensor
    const source = known.get(id) ?? { from: 'constant', tensor: id, values: tensor.dataSync().slice() as Float32Array }
    return { source, shape, dtype }
  }
  const steps: TraceStep[] = []
  let depth = 0
  engine.runKernel = function record(kernel, tensors, attributes = {}) {
    if (depth > 0) return original.call(engine, kernel, tensors, attributes)
    const sources = Object.entries(tensors)
      .filter(([, tensor]) => tensor !== null && tensor !== undefined)
      .map(([name, tensor]) => [name, traced(tensor)] as const)
    depth++
    try {
      const result = original.call(engine, kernel, tensors, attributes)
      const outputs = Array.isArray(result) ? result : [result]
      const step = steps.length
      outputs.forEach((tensor, output) => known.set(tensor.id, { from: 'step', step, output }))
      steps.push({
        kernel,
        inputs: Object.fromEntries(sources),
        attributes: { ...attributes },
        outputs: outputs.map(({ shape, dtype }) => ({ shape: [...shape], dtype })),
      })
      return result
    } finally {
      depth--
    }
  }
  try {
    let result: Traced | undefined
    tf.tidy(() => {
      result = traced(run())
    })
    return { steps, result: result! }
  } finally {
    delete (engine as Partial<typeof engine>).runKernel
  }
}

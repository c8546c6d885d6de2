/** ONNX Runtime, the one place where it is loaded: a graph's bytes in, a function of float32 arrays out. */
import type * as Ort from 'onnxruntime-node'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'

export type OnnxSession = {
  /** Runs off this thread. `shape` of `values`; the output's numbers. */
  run(values: Float32Array, shape: readonly number[]): Promise<Float32Array>
  version: string
  threads: number
  dispose(): Promise<void>
}

/** A graph of one input and one output. Loaded late: its library takes 50 MB that few processes need. */
export async function openOnnx(model: Uint8Array, threads = availableParallelism()): Promise<OnnxSession> {
  const ort = createRequire(import.meta.url)('onnxruntime-node') as typeof Ort
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: threads,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Threads that wait by spinning would take the processor from a run that computes at the same time.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!]
  return {
    async run(values, shape) {
      const results = await session.run({ [input]: new ort.Tensor('float32', values, shape) })
      return results[output]!.data as Float32Array
    },
    version: ort.env.versions.common,
    threads,
    dispose: () => session.release(),
  }
}

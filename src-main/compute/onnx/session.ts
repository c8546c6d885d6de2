/** A graph of one input and one output, from its bytes: an array of float32 in, one out. */
import { setImmediate } from 'node:timers/promises'
import { onnxThreads, onnxVersion, openOnnxModel } from './runtime.ts'

export type OnnxSession = {
  /** Gives way to the event loop first, then blocks the thread until it is done. `shape` of `values`; the output's numbers. */
  run(values: Float32Array, shape: readonly number[]): Promise<Float32Array>
  version: string
  threads: number
  dispose(): Promise<void>
}

/** Loaded late: the library takes 50 MB that few processes need. */
export async function openOnnx(model: Uint8Array, threads = onnxThreads()): Promise<OnnxSession> {
  const session = openOnnxModel(model, 'the model', threads)
  const { inputs, outputs } = session
  return {
    async run(values, shape) {
      await setImmediate()
      return session.run({ [inputs[0]]: { data: values, dims: shape } }, outputs[0]).data
    },
    version: onnxVersion(),
    threads,
    dispose: async () => session.dispose(),
  }
}

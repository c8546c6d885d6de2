/** Makes WebAssembly the backend of TensorFlow.js, with the gradients it lacks. */
import type { Tf } from './tf.ts'
import { createRequire } from 'node:module'
import { registerWasmGradients } from './wasm-gradients.ts'

/** Registers and selects the backend, single-threaded; answers with the package's version. */
export async function useWasm(tf: Tf): Promise<string> {
  const { version_wasm: version } = createRequire(import.meta.url)('@tensorflow/tfjs-backend-wasm') as {
    version_wasm: string
  }
  registerWasmGradients(tf)
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly module could not be started')
  return version
}

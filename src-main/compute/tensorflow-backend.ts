/** Makes TensorFlow the backend of TensorFlow.js with a binding of our own choice, where its package insists on one beside itself. */
import type * as TfModule from '@tensorflow/tfjs'
import { createRequire } from 'node:module'
import type { TensorflowLibrary } from '#program/tensorflow-library.mjs'

/** Not called `require`: the desktop bundle gives that name to one of its own. */
const load = createRequire(import.meta.url)

/** What the binding offers, typed by us: any TensorFlow op by name, on tensors held by number. */
export type Binding = {
  createTensor(shape: number[], dtype: number, data: ArrayBufferView): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array | BigInt64Array
  executeOp(name: string, attributes: OpAttribute[], inputs: number[], outputs: number): TensorMetadata[]
  isUsingGpuDevice(): boolean
  TF_Version: string
}
export type TensorMetadata = { id: number; shape: number[]; dtype: number }
export type OpAttribute = { name: string; type: number; value: boolean | number | string | number[] }

/** Registers and selects the backend; throws what the dynamic linker or TensorFlow said where the library cannot be loaded. */
export async function useTensorflow(tf: typeof TfModule, library: TensorflowLibrary): Promise<Binding> {
  restoreRemovedUtilities()
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  const binding = load(library.binding) as Binding
  // The package's index.js would look for a binding in its own folder; its two parts are loaded without it.
  load('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js')
  const { NodeJSKernelBackend } = load('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js') as {
    NodeJSKernelBackend: new (binding: Binding, packageName: string) => TfModule.KernelBackend
  }
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu'), 3)
  if (!(await tf.setBackend('tensorflow'))) throw new Error('TensorFlow.js did not accept the TensorFlow backend')
  return binding
}

/** Node 23 removed `util.isNullOrUndefined` and deprecated `util.isArray`; tfjs-node 4.22 still calls both. */
function restoreRemovedUtilities() {
  const util = load('node:util') as Record<string, unknown>
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  util.isArray = Array.isArray
}

/**
 * ONNX Runtime, in the one place where it is loaded: a graph opened, run and let go of. For engine processes alone: native code, which
 * a bad graph can end together with the process that holds it.
 */
import { messageOf, Refusal } from '#contract/refusal.ts'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import type { Binding } from 'onnxruntime-node/dist/binding.js'
import type { Tensor as OrtTensor, TypedTensor } from 'onnxruntime-common'

/** Not called `require`: the desktop bundle gives that name to one of its own. */
const load = createRequire(import.meta.url)

export type OnnxData = Float32Array | Float64Array | BigInt64Array | Int32Array
export type OnnxFeed = { data: OnnxData; dims: readonly number[] }
export type OnnxGraphSession = {
  /** Names, in the graph's order. */
  inputs: readonly string[]
  outputs: readonly string[]
  /** Runs the graph on `feeds` and gives the one output called `output`. Blocks the thread until it is done. */
  run(feeds: Readonly<Record<string, OnnxFeed>>, output: string): { data: Float32Array; dims: readonly number[] }
  dispose(): void
}

type Ort = {
  binding: typeof import('onnxruntime-node/dist/binding.js')
  Tensor: typeof OrtTensor
  version: string
}
let loaded: Ort | null = null

/** Its synchronous core: the package's own session is a promise around it, and a denoiser is asked in the middle of tensor code. */
function ort(): Ort {
  if (loaded) return loaded
  try {
    const binding = load('onnxruntime-node/dist/binding.js') as Ort['binding']
    const { Tensor, env } = load('onnxruntime-common') as Pick<typeof import('onnxruntime-common'), 'Tensor' | 'env'>
    binding.initOrt()
    return (loaded = { binding, Tensor, version: env.versions.common })
  } catch (cause) {
    const message = `ONNX Runtime cannot be loaded here (${messageOf(cause).split('\n')[0]}), so ONNX networks cannot be run on this machine.`
    throw new Refusal(message, { field: 'onnx', code: 'unsupported', cause })
  }
}

export const onnxVersion = (): string => ort().version

/** Fatal alone: what is wrong with a graph is thrown and said once. */
const SILENT = 4

/** Threads of one graph: as many as TensorFlow may use, else as there are cores. */
export const onnxThreads = (): number => Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism()

/** `file` is a path, so that constants beside it are found; it has been inspected. */
export const openOnnxFile = (file: string, threads = onnxThreads()): OnnxGraphSession =>
  open((session, options) => session.loadModel(file, options), file, threads)

/** A model in memory, without constants elsewhere; `name` is for what is wrong with it. */
export const openOnnxModel = (bytes: Uint8Array, name: string, threads = onnxThreads()): OnnxGraphSession =>
  open(
    (session, options) => session.loadModel(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength, options),
    name,
    threads,
  )

type Options = Parameters<Binding.InferenceSession['loadModel']>[3]

function open(
  loadInto: (session: Binding.InferenceSession, options: Options) => void,
  file: string,
  threads: number,
): OnnxGraphSession {
  const { binding, Tensor } = ort()
  const session: Binding.InferenceSession = new binding.binding.InferenceSession()
  try {
    loadInto(session, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: SILENT,
      // Threads that wait by spinning would take the processor from a run that computes at the same time.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    })
  } catch (cause) {
    throw loadRefusal(cause, file)
  }
  return {
    inputs: session.inputMetadata.map(({ name }) => name),
    outputs: session.outputMetadata.map(({ name }) => name),
    run(feeds, output) {
      const tensors = Object.entries(feeds).map(([name, { data, dims }]) => [
        name,
        new Tensor(typeOf(data), data, dims),
      ])
      try {
        const found = session.run(Object.fromEntries(tensors), { [output]: null }, { logSeverityLevel: SILENT })[output]
        const { data, dims } = found as TypedTensor<'float32'>
        return { data: floats(data, output, file), dims }
      } catch (cause) {
        throw runRefusal(cause, file)
      }
    },
    dispose: () => session.dispose(),
  }
}

function typeOf(data: OnnxData) {
  if (data instanceof Float32Array) return 'float32'
  if (data instanceof Float64Array) return 'float64'
  return data instanceof Int32Array ? 'int32' : 'int64'
}

function floats(data: unknown, output: string, file: string): Float32Array {
  if (data instanceof Float32Array) return data
  if (data instanceof Float64Array) return Float32Array.from(data)
  throw new Refusal(`${file}: its output ${output} is not of floating-point numbers. Export the network in float32.`, {
    field: file,
    code: 'unsupported',
  })
}

const MISSING = [
  /No Op registered for (\S+) with domain_version of (\d+)/,
  /(\S+?)\(-?\d+\) is not a registered function\/op/,
  /Could not find an implementation for (\S+?)\((\d+)\)/,
]

function loadRefusal(cause: unknown, file: string): unknown {
  if (cause instanceof Refusal) return cause
  const said = oneLine(cause)
  const missing = MISSING.map((pattern) => pattern.exec(said)).find((match) => match !== null)
  const opset = /Opset (\d+) is under development.*is till opset (\d+)/.exec(said)
  const message = missing
    ? `${file} uses the operator ${missing[1]}${missing[2] ? ` (opset ${missing[2]})` : ''}, which ONNX Runtime on a CPU lacks. Export it with operators of ONNX's own, such as opset 17.`
    : opset
      ? `${file} is written in opset ${opset[1]}; ONNX Runtime here reads up to ${opset[2]}. Export it in opset ${opset[2]} or lower.`
      : `${file} cannot be run: ${said}. Check it with onnx.checker, and export it again.`
  return new Refusal(message, { field: file, code: 'unsupported', cause })
}

const runRefusal = (cause: unknown, file: string): unknown =>
  cause instanceof Refusal
    ? cause
    : new Refusal(`${file} cannot be run on what its card says goes in: ${oneLine(cause)}.`, {
        field: file,
        code: 'unsupported',
        cause,
      })

/** What the runtime says, without the place in its own source. */
const oneLine = (cause: unknown): string =>
  messageOf(cause)
    .replaceAll(/\/\S+\/onnxruntime\/\S+\s*(?:[\w:<>&*, ~]+\(.*?\)\s)?/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[.\s]+$/, '')

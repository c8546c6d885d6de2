/** Opens the best TensorFlow.js backend this machine has and says why each better one was passed over. */
import { messageOf, Refusal } from '#contract/refusal.ts'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { useTensorflow } from './tensorflow-backend.ts'
import { findTensorflow, type PassedOver } from '#program/tensorflow-library.mjs'
import type { Tf } from './tf.ts'
import { useWasm } from './wasm-backend.ts'

export type { Tf }
export type BackendName = 'tensorflow' | 'wasm' | 'cpu'
export type Compute = {
  tf: Tf
  name: BackendName
  version: string
  threads: number
  devices: string[]
  passedOver: PassedOver[]
}

const BACKENDS: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu']

/**
 * TensorFlow where its library is set up (a GPU's first), else WebAssembly, else plain JavaScript. `backend`, or ANNEAL_BACKEND,
 * asks for exactly one and is refused where it cannot be had. A process opens one backend in its life.
 */
export async function openCompute(options: { backend?: string } = {}): Promise<Compute> {
  const wanted = parseBackend(options.backend ?? process.env.ANNEAL_BACKEND)
  const tf = loadTf()
  const passedOver: PassedOver[] = BACKENDS.slice(0, wanted === undefined ? 0 : BACKENDS.indexOf(wanted)).map(
    (candidate) => ({ candidate, reason: `${wanted} was asked for` }),
  )
  for (const name of wanted === undefined ? BACKENDS : [wanted]) {
    const opened = await OPEN[name](tf, passedOver)
    if (opened !== undefined) return { tf, name, ...opened, passedOver }
  }
  const reasons = passedOver.map(({ candidate, reason }) => `${candidate}: ${reason}`).join('; ')
  throw new Refusal(`the backend ${wanted} cannot be had (${reasons})`, {
    field: 'ANNEAL_BACKEND',
    code: 'unsupported',
  })
}

type Opened = Pick<Compute, 'version' | 'threads' | 'devices'>

/** Each backend's way to open: what it is, or undefined with the reason added to `passedOver`. */
const OPEN: Record<BackendName, (tf: Tf, passedOver: PassedOver[]) => Promise<Opened | undefined>> = {
  async tensorflow(tf, passedOver) {
    const { found, passedOver: missing } = findTensorflow()
    passedOver.push(...missing)
    for (const library of found) {
      try {
        const binding = await useTensorflow(tf, library)
        const devices = binding.isUsingGpuDevice() ? ['GPU:0', 'CPU:0'] : ['CPU:0']
        const threads = Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism()
        return { version: binding.TF_Version, threads, devices }
      } catch (error) {
        passedOver.push({ candidate: library.candidate, reason: `its library cannot be loaded: ${firstLine(error)}` })
      }
    }
    return undefined
  },
  async wasm(tf, passedOver) {
    try {
      return { version: await useWasm(tf), threads: 1, devices: ['CPU:0'] }
    } catch (error) {
      passedOver.push({ candidate: 'wasm', reason: firstLine(error) })
      return undefined
    }
  },
  async cpu(tf) {
    await tf.setBackend('cpu')
    return { version: tf.version_core, threads: 1, devices: ['CPU:0'] }
  },
}

function parseBackend(name: string | undefined): BackendName | undefined {
  if (name === undefined || name === '') return undefined
  const backend = BACKENDS.find((known) => known === name)
  if (backend === undefined) {
    throw new Refusal(`unknown backend ${JSON.stringify(name)}: use one of ${BACKENDS.join(', ')}`, {
      field: 'ANNEAL_BACKEND',
    })
  }
  return backend
}

/**
 * The union package, which registers every gradient; the core alone has none. Required, not imported, so that it is the same
 * instance the TensorFlow backend requires. Production mode stops its advertisements and its scan of every tensor for NaN.
 */
function loadTf(): Tf {
  const tf = createRequire(import.meta.url)('@tensorflow/tfjs') as Tf
  tf.enableProdMode()
  return tf
}

const firstLine = (error: unknown) => messageOf(error).split('\n')[0]!

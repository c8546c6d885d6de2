/** Which TensorFlow library this machine has, best first, and the environment an engine process needs to load it. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cacheFolder, readSetupRecord, readStamp } from './tensorflow-cache.mjs'

export type TensorflowLibrary = { candidate: string; binding: string; version: string; libraryPath: string[] }
export type PassedOver = { candidate: string; reason: string }

type Environment = Record<string, string | undefined>

/**
 * The libraries that can be tried, best first, and why each better one cannot. A packaged app hands its own folder over in
 * ANNEAL_TENSORFLOW; otherwise the record that set-up left in the cache says what there is.
 */
export function findTensorflow(env: Environment = process.env): {
  found: TensorflowLibrary[]
  passedOver: PassedOver[]
} {
  if (env.ANNEAL_TENSORFLOW) {
    const library = libraryIn(resolve(env.ANNEAL_TENSORFLOW), 'tensorflow')
    const reason = `ANNEAL_TENSORFLOW names ${env.ANNEAL_TENSORFLOW}, which holds no finished TensorFlow`
    return library
      ? { found: [library], passedOver: [] }
      : { found: [], passedOver: [{ candidate: 'tensorflow', reason }] }
  }
  const record = readSetupRecord(cacheFolder(env))
  if (!record) {
    return { found: [], passedOver: [{ candidate: 'tensorflow', reason: 'not set up yet: run anneal setup' }] }
  }
  const found: TensorflowLibrary[] = []
  const passedOver: PassedOver[] = []
  for (const { candidate, folder, reason } of record.attempts) {
    const library = folder === undefined ? undefined : libraryIn(folder, candidate)
    if (library === undefined) {
      passedOver.push({ candidate, reason: reason ?? `${folder} is gone: run anneal setup` })
    } else if (candidate === 'tensorflow-gpu' && !hasNvidiaDriver()) {
      passedOver.push({ candidate, reason: 'no NVIDIA driver is loaded on this machine' })
    } else {
      found.push(library)
    }
  }
  return { found, passedOver }
}

function libraryIn(folder: string, candidate: string): TensorflowLibrary | undefined {
  const stamp = readStamp(folder)
  if (stamp === undefined) return undefined
  const binding = join(folder, stamp.binding)
  if (!existsSync(binding)) return undefined
  return {
    candidate,
    binding,
    version: stamp.library,
    libraryPath: stamp.libraryPath.map((path) => join(folder, path)),
  }
}

const hasNvidiaDriver = () => existsSync('/proc/driver/nvidia/version') || existsSync('/dev/nvidiactl')

/**
 * What to add to the environment of an engine process before it starts: the dynamic linker and TensorFlow read these once.
 * LD_LIBRARY_PATH leads to the CUDA libraries, so it is only there for a library that has some.
 */
export function engineEnvironment(env: Environment = process.env): Record<string, string> {
  const additions: Record<string, string> = { TF_CPP_MIN_LOG_LEVEL: env.TF_CPP_MIN_LOG_LEVEL ?? '2' }
  const libraryPath = findTensorflow(env).found[0]?.libraryPath ?? []
  if (libraryPath.length > 0) {
    additions.LD_LIBRARY_PATH = [...libraryPath, ...(env.LD_LIBRARY_PATH ? [env.LD_LIBRARY_PATH] : [])].join(':')
  }
  if (env.ANNEAL_THREADS) {
    additions.TF_NUM_INTRAOP_THREADS = env.ANNEAL_THREADS
    additions.TF_NUM_INTEROP_THREADS = env.ANNEAL_THREADS
  }
  return additions
}

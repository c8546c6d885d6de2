// Which TensorFlow library this machine has, best first, and the environment a process needs to load it.
// Plain JavaScript like tensorflow-cache.mjs: the program that starts everything reads it on any Node.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cacheFolder, readSetupRecord, readStamp } from './tensorflow-cache.mjs'

/** @typedef {{ candidate: string, binding: string, version: string, libraryPath: string[] }} TensorflowLibrary */
/** @typedef {{ candidate: string, reason: string }} PassedOver */
/** @typedef {Record<string, string | undefined>} Environment */

/**
 * The libraries that can be tried, best first, and why each better one cannot. ANNEAL_TENSORFLOW asks for one folder and no other;
 * otherwise the record that set-up left in the cache says what there is, and ANNEAL_SHIPPED_TENSORFLOW, which an installed program
 * sets, what came with it.
 * @param {Environment} [env]
 * @returns {{ found: TensorflowLibrary[], passedOver: PassedOver[] }}
 */
export function findTensorflow(env = process.env, hasGpu = hasNvidiaDriver()) {
  if (env.ANNEAL_TENSORFLOW) {
    const library = libraryIn(resolve(env.ANNEAL_TENSORFLOW), 'tensorflow')
    if (library) return { found: [library], passedOver: [] }
    const reason = `ANNEAL_TENSORFLOW names ${env.ANNEAL_TENSORFLOW}, which holds no finished TensorFlow`
    return { found: [], passedOver: [{ candidate: 'tensorflow', reason }] }
  }
  const shipped = env.ANNEAL_SHIPPED_TENSORFLOW
  const record = readSetupRecord(cacheFolder(env))
  if (!record && !shipped) {
    return { found: [], passedOver: [{ candidate: 'tensorflow', reason: 'not set up yet: run anneal setup' }] }
  }
  /** @type {TensorflowLibrary[]} */ const found = []
  /** @type {PassedOver[]} */ const passedOver = []
  const inCache = record?.attempts ?? []
  // An installed program has the CPU's library with it, so that the cache is only asked for the GPU's.
  const attempts = shipped
    ? [
        ...inCache.filter(({ candidate }) => candidate === 'tensorflow-gpu'),
        { candidate: 'tensorflow', folder: shipped },
      ]
    : inCache
  for (const { candidate, folder, reason } of /** @type {import('./tensorflow-cache.mjs').Attempt[]} */ (attempts)) {
    const library = folder === undefined ? undefined : libraryIn(folder, candidate)
    if (library === undefined) {
      passedOver.push({ candidate, reason: reason ?? `${folder} is gone: run anneal setup` })
    } else if (candidate === 'tensorflow-gpu' && !hasGpu) {
      passedOver.push({ candidate, reason: 'no NVIDIA driver is loaded on this machine' })
    } else {
      found.push(library)
    }
  }
  return { found, passedOver }
}

/** @returns {TensorflowLibrary | undefined} */
function libraryIn(/** @type {string} */ folder, /** @type {string} */ candidate) {
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
 * What to add to the environment of a process before it starts: the dynamic linker and TensorFlow read these once.
 * LD_LIBRARY_PATH leads to the CUDA libraries, so it is only there for a library that has some.
 * @param {Environment} [env]
 * @returns {Record<string, string>}
 */
export function engineEnvironment(env = process.env, hasGpu = hasNvidiaDriver()) {
  /** @type {Record<string, string>} */
  const additions = { TF_CPP_MIN_LOG_LEVEL: env.TF_CPP_MIN_LOG_LEVEL ?? '2' }
  const before = env.LD_LIBRARY_PATH ? env.LD_LIBRARY_PATH.split(':') : []
  const missing = (findTensorflow(env, hasGpu).found[0]?.libraryPath ?? []).filter((path) => !before.includes(path))
  if (missing.length > 0) additions.LD_LIBRARY_PATH = [...missing, ...before].join(':')
  if (env.ANNEAL_THREADS) {
    additions.TF_NUM_INTRAOP_THREADS = env.ANNEAL_THREADS
    additions.TF_NUM_INTEROP_THREADS = env.ANNEAL_THREADS
  }
  return additions
}

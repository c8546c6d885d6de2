// Sets TensorFlow up once: tries each way in order, keeps what came of it, and never fails where WebAssembly can still run.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSetupRecord, readStamp, tensorflowRoot } from '../../src-main/program/tensorflow-cache.mjs'
import { setUpLibrary } from './library.mjs'
import { withLock } from './lock.mjs'
import { runPackageInstaller } from './package-installer.mjs'
import { folderName, LIBRARIES } from './wheels.mjs'

/** @typedef {import('../../src-main/program/tensorflow-cache.mjs').SetupRecord} SetupRecord */
/** @typedef {{ candidate: string, key: string, library?: import('./wheels.mjs').Library, reason?: string }} Rung */

/**
 * The ways to TensorFlow on a platform, best first. One with a `reason` cannot even be tried there. With a GPU wanted, the CPU's
 * library is set up as well, for the day on which no driver is loaded.
 * @returns {Rung[]}
 */
export function planRungs(/** @type {string} */ platform, /** @type {string} */ arch, /** @type {boolean} */ gpu) {
  const rung = (/** @type {string} */ candidate, /** @type {string} */ variant) => {
    const library = LIBRARIES[`${platform}-${arch}-${variant}`]
    if (library) return { candidate, key: folderName(library), library }
    return { candidate, key: 'none', reason: `PyPI carries no such library for ${platform} ${arch}` }
  }
  return [
    ...(gpu ? [rung('tensorflow-gpu', 'gpu')] : []),
    rung('tensorflow', 'cpu'),
    { candidate: 'tensorflow-package', key: 'package' },
  ]
}

/** What a plan would set up: a record of another plan, say of an older version, is out of date. */
export const planKey = (/** @type {Rung[]} */ rungs) =>
  rungs.map(({ candidate, key }) => `${candidate}:${key}`).join(' ')

/**
 * Whether a record still answers for a plan: made for it, everything it says it set up still there, and, where the user asks to
 * try again, at least one library got. A failure is not tried again at every start.
 * @param {SetupRecord | undefined} record
 * @param {string} wanted
 * @param {{ retry: boolean, isWhole?: (folder: string) => boolean }} options
 * @returns {record is SetupRecord}
 */
export function isCurrent(record, wanted, { retry, isWhole = (folder) => readStamp(folder) !== undefined }) {
  if (record?.wanted !== wanted) return false
  if (retry && record.attempts.some(({ folder }) => folder === undefined)) return false
  return record.attempts.every(({ folder }) => folder === undefined || isWhole(folder))
}

/**
 * @param {{ cache: string, nodeModules: string, say: (line: string) => void, gpu?: boolean, retry?: boolean }} options
 * `retry` tries again what failed before.
 * @returns {Promise<SetupRecord>}
 */
export async function ensureTensorflow({ cache, nodeModules, say, gpu = false, retry = false }) {
  const root = tensorflowRoot(cache)
  const before = readSetupRecord(cache)
  const rungs = planRungs(process.platform, process.arch, gpu || (before?.attempts.some(isGpu) ?? false))
  const wanted = planKey(rungs)
  if (isCurrent(before, wanted, { retry })) return before
  mkdirSync(root, { recursive: true })
  return withLock(join(root, 'setup.lock'), say, async () => {
    // Another process may have done it all while we waited for the lock.
    const meanwhile = readSetupRecord(cache)
    if (isCurrent(meanwhile, wanted, { retry })) return meanwhile
    for (const name of readdirSync(root))
      if (name.startsWith('unfinished-')) rmSync(join(root, name), { recursive: true })
    /** @type {SetupRecord} */
    const record = { format: 1, wanted, attempts: await climb(rungs, { root, nodeModules, say }) }
    writeWhole(join(root, 'setup.json'), JSON.stringify(record, null, 2))
    return record
  })
}

/** Tries rung after rung until one gives a library for the CPU, the GPU's being an addition. */
async function climb(/** @type {Rung[]} */ rungs, /** @type {import('./library.mjs').Place} */ place) {
  /** @type {SetupRecord['attempts']} */
  const attempts = []
  for (const { candidate, library, reason } of rungs) {
    try {
      if (reason !== undefined) throw new Error(reason)
      attempts.push({
        candidate,
        folder: library ? await setUpLibrary(library, place) : await runPackageInstaller(place),
      })
      if (candidate !== 'tensorflow-gpu') break
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      attempts.push({ candidate, reason })
      place.say(`${candidate} cannot be had: ${reason}`)
    }
  }
  return attempts
}

const isGpu = (/** @type {{ candidate: string }} */ { candidate }) => candidate === 'tensorflow-gpu'

function writeWhole(/** @type {string} */ file, /** @type {string} */ text) {
  writeFileSync(`${file}.${process.pid}`, text)
  renameSync(`${file}.${process.pid}`, file)
}

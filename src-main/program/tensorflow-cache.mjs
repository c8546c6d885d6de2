// Where TensorFlow lies in the user's cache. Plain JavaScript: set-up reads it on a Node that cannot strip types, before `npm ci`.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * What one finished set-up left behind, written last into its folder, so that a folder with a stamp is whole.
 * @typedef {{ library: string, variant: 'cpu' | 'gpu' | 'package', source: string, binding: string, bindingPackage: string,
 *   libraryPath: string[] }} Stamp `binding` and `libraryPath` are relative to the folder; `source` is the sha256 of what was downloaded.
 */

/**
 * What the last set-up tried, best first: kept so that `anneal info` can say why each better candidate was passed over.
 * @typedef {{ candidate: string, folder?: string, reason?: string }} Attempt
 * @typedef {{ format: 1, wanted: string, attempts: Attempt[] }} SetupRecord
 */

/** The cache folder: ANNEAL_CACHE, else the system's place for caches. */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (env.ANNEAL_CACHE) return resolve(env.ANNEAL_CACHE)
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'Anneal')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Anneal', 'Cache')
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'anneal')
}

/** The folder that holds every TensorFlow set up by us, one folder per library and hash. */
export const tensorflowRoot = (cache = cacheFolder()) => join(cache, 'tensorflow')

/** @returns {Stamp | undefined} the stamp of a finished folder; undefined for one that is absent, unfinished or unreadable */
export function readStamp(/** @type {string} */ folder) {
  const stamp = readJson(join(folder, 'stamp.json'))
  return typeof stamp?.binding === 'string' && Array.isArray(stamp.libraryPath) ? stamp : undefined
}

/** @returns {SetupRecord | undefined} what the last set-up in this cache tried */
export function readSetupRecord(cache = cacheFolder()) {
  const record = readJson(join(tensorflowRoot(cache), 'setup.json'))
  return record?.format === 1 && Array.isArray(record.attempts) ? record : undefined
}

/** A missing, torn or foreign file is the same as none: set-up then simply does its work again. */
function readJson(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Features kept on disk, a part at a time, by the hash of the pictures of that part and of the network: a work of an hour goes on
 * after any kill where it stood, and the same pictures are never sent through a network twice, wherever they came from.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { parseNpy } from '#files/npy.ts'
import { npyBytes } from '#files/write-npy.ts'
import { writeWhole } from '#files/write-whole.ts'

/** Pictures in a part: half a minute of Inception, 2 MB of features. */
export const PART = 256

export type FeatureCache = {
  read(hash: string): Float32Array | null
  keep(hash: string, features: Float32Array): void
  /** Where they lie: .npy, one file a part. */
  folder: string
}

/** The features of one network under `home`; `width` numbers each. */
export function openFeatureCache(home: string, network: string, width: number): FeatureCache {
  const folder = join(home, 'features', network.slice(0, 16))
  const fileOf = (hash: string) => join(folder, `${hash.slice(0, 40)}.npy`)
  return {
    folder,
    read(hash) {
      const file = fileOf(hash)
      if (!existsSync(file)) return null
      try {
        const { data, shape } = parseNpy(readFileSync(file), file)
        if (shape[1] !== width || !(data instanceof Float32Array) || !data.every(Number.isFinite)) return null
        utimesSync(file, new Date(), new Date())
        return data
      } catch {
        // Altered from outside: the same as none, and computed anew.
        return null
      }
    },
    keep(hash, features) {
      mkdirSync(folder, { recursive: true })
      writeWhole(fileOf(hash), npyBytes(features, [features.length / width, width]))
    },
  }
}

/** Some 500,000 pictures. */
const MOST_BYTES = 4e9

/** Removes what was not read for longest once all features together take more than `most` bytes; in use or not, they can be had again. */
export function forgetOldFeatures(home: string, most = MOST_BYTES): void {
  const root = join(home, 'features')
  if (!existsSync(root)) return
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      const found = statSync(path, { throwIfNoEntry: false })
      return found ? [{ path, bytes: found.size, at: found.mtimeMs }] : []
    })
    .toSorted((a, b) => b.at - a.at)
  let kept = 0
  for (const { path, bytes } of files) {
    kept += bytes
    if (kept > most) rmSync(path, { force: true })
  }
}

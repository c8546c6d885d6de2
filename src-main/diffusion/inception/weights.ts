/**
 * Inception's weights out of the file that set-up fetches: a zip whose entries `.../data/0` to `.../data/375` are raw little-endian
 * float32, four for each convolution. Read by position, with the shapes of our own graph; what else is in the zip is never opened.
 */
import { Refusal } from '#contract/refusal.ts'
import { unzip, zipEntries } from '#files/zip.ts'
import { inceptionConvolutions } from './architecture.ts'
import type { StoredConvolution } from './fold-batch-norm.ts'

/** What to do about a file that is not what it should be. */
const REMEDY = 'Run anneal setup --fid to fetch it again.'

/** In the order of `inceptionConvolutions`: kernel, beta, mean and variance at 4 k to 4 k + 3. */
export function readInceptionWeights(zip: Uint8Array, file: string): StoredConvolution[] {
  const places = new Map(zipEntries(zip, file).map((entry) => [/\/data\/(\d+)$/.exec(entry.name)?.[1], entry]))
  function numbers(place: number, length: number): Float32Array {
    const entry = places.get(String(place))
    if (entry?.bytes !== 4 * length)
      throw damaged(file, `its array ${place} has ${entry?.bytes ?? 0} bytes where ${4 * length} belong`)
    // A copy, since a zip aligns nothing.
    const values = new Float32Array(Uint8Array.from(unzip(zip, entry, file)).buffer)
    if (!values.every(Number.isFinite)) throw damaged(file, `its array ${place} holds a number that is not finite`)
    return values
  }
  return inceptionConvolutions().map(({ inputs, outputs, kernel: [rows, columns] }, k) => {
    const stored = {
      kernel: numbers(4 * k, outputs * inputs * rows * columns),
      beta: numbers(4 * k + 1, outputs),
      mean: numbers(4 * k + 2, outputs),
      variance: numbers(4 * k + 3, outputs),
    }
    if (!stored.variance.every((value) => value > 0))
      throw damaged(file, `array ${4 * k + 3} holds a variance of 0 or less`)
    return stored
  })
}

const damaged = (file: string, what: string) =>
  new Refusal(`${file} is not the network of FID: ${what}. ${REMEDY}`, { field: file, code: 'damaged' })

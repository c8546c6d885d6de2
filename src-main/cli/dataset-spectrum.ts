/** The covariance spectrum of a data set, computed once and kept by the hash of its content. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCompute } from '#compute/backend.ts'
import { covarianceSpectrum } from '#compute/spectrum.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { parseNpy } from '#datasets/npy.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { npyBytes } from '#datasets/write-npy.ts'
import { openHome } from '#history/home.ts'
import { writeWhole } from '#history/write-whole.ts'
import type { Output } from './output.ts'
import { callerPath } from './words.ts'

/** A known data set by name, or what is at a path. */
export function openNamedDataset(name: string): Promise<Dataset> {
  const path = /[\\/.]/.test(name) ? callerPath(name) : undefined
  return openDataset(path ? { name: 'data', path } : { name }, { home: openHome().root })
}

/** Eigenvalues fall; pixels are mapped to `range`. */
export async function datasetSpectrum(
  name: string,
  range: readonly [number, number],
  output: Output,
): Promise<Float64Array> {
  const home = openHome()
  const dataset = await openNamedDataset(name)
  const folder = join(home.root, 'spectra')
  const file = join(folder, `${dataset.hash.slice(0, 32)}_${range.join('_')}.npy`)
  if (existsSync(file)) return Float64Array.from(parseNpy(readFileSync(file), file).data)
  const { count, height, width, channels, pixels } = dataset
  const dimension = height * width * channels
  output.note(`covariance of ${count} images and its ${dimension} eigenvalues ...`)
  const { tf } = await openCompute()
  const [low, high] = range
  const bytes = pixels instanceof Uint8Array
  const [from, to] = bytes ? [0, 255] : (dataset.floatRange ?? range)
  const gain = (high - low) / (to - from)
  const images = { values: pixels, count, dimension, gain, offset: low - gain * from }
  const { eigenvalues } = covarianceSpectrum(tf, images)
  mkdirSync(folder, { recursive: true })
  writeWhole(file, npyBytes(eigenvalues, [dimension]))
  return eigenvalues
}

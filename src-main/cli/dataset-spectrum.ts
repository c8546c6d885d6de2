/** The covariance spectrum of a data set, computed once and kept by the hash of its content. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '#datasets/dataset.ts'
import { parseNpy } from '#files/npy.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { npyBytes } from '#files/write-npy.ts'
import { callerPath } from '#files/caller-path.ts'
import { openHome } from '#history/home.ts'
import { writeWhole } from '#files/write-whole.ts'
import { RANGE, spectrumOf } from '#datasets/service/dataset-spectrum.ts'
import type { Output } from './output.ts'

/** A known data set by name, or what is at a path. */
export function openNamedDataset(name: string): Promise<Dataset> {
  const path = /[\\/.]/.test(name) ? callerPath(name) : undefined
  return openDataset(path ? { name: 'data', path } : { name }, { home: openHome().root })
}

/** Eigenvalues fall; pixels are mapped to [-1, 1]. */
export async function datasetSpectrum(name: string, output: Output): Promise<Float64Array> {
  const dataset = await openNamedDataset(name)
  const folder = join(openHome().root, 'spectra')
  const file = join(folder, `${dataset.hash.slice(0, 32)}_${RANGE.join('_')}.npy`)
  if (existsSync(file)) return Float64Array.from(parseNpy(readFileSync(file), file).data)
  const dimension = dataset.height * dataset.width * dataset.channels
  output.note(`covariance of ${dataset.count} images and its ${dimension} eigenvalues ...`)
  const eigenvalues = Float64Array.from((await spectrumOf(dataset)).eigenvalues)
  mkdirSync(folder, { recursive: true })
  writeWhole(file, npyBytes(eigenvalues, [dimension]))
  return eigenvalues
}

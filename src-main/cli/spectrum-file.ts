/** A spectrum that a user names: a one-dimensional .npy file, or the data set whose covariance has it. */
import { Refusal } from '#contract/refusal.ts'
import { parseNpy } from '#files/npy.ts'
import type { Output } from './output.ts'
import { readBytes } from './words.ts'

export function readSpectrumFile(file: string): Float64Array {
  const { shape, data } = parseNpy(readBytes(file), file)
  if (shape.length !== 1)
    throw new Refusal(`${file} has shape (${shape.join(', ')}); a spectrum is one list of eigenvalues.`, {
      field: file,
    })
  return Float64Array.from(data)
}

export async function namedSpectrum(name: string, output: Output): Promise<Float64Array> {
  if (/\.npy$/i.test(name)) return readSpectrumFile(name)
  const { datasetSpectrum } = await import('./dataset-spectrum.ts')
  return datasetSpectrum(name, output)
}

/** A spectrum that a user brings: a one-dimensional .npy file. */
import { Refusal } from '#contract/refusal.ts'
import { parseNpy } from '#files/npy.ts'
import { readBytes } from './words.ts'

export function readSpectrumFile(file: string): Float64Array {
  const { shape, data } = parseNpy(readBytes(file), file)
  if (shape.length !== 1)
    throw new Refusal(`${file} has shape (${shape.join(', ')}); a spectrum is one list of eigenvalues.`, {
      field: file,
    })
  return Float64Array.from(data)
}

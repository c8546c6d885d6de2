/** Eigenvalues of a data set's covariance, in the range that the exact lab works in. Loads TensorFlow where there is one. */
import { openCompute } from '#compute/backend.ts'
import { covarianceSpectrum } from '#compute/spectrum.ts'
import type { Dataset } from '../dataset.ts'

export const RANGE = [-1, 1] as const

/** Pictures in [-1, 1]; points of a law in their own units. */
export async function spectrumOf({ pixels, count, floatRange }: Dataset) {
  const [low, high] = pixels instanceof Uint8Array ? [0, 255] : (floatRange ?? RANGE)
  const gain = (RANGE[1] - RANGE[0]) / (high - low)
  const { tf } = await openCompute()
  const images = { values: pixels, count, dimension: pixels.length / count, gain, offset: RANGE[0] - gain * low }
  const { eigenvalues } = covarianceSpectrum(tf, images)
  return { eigenvalues: [...eigenvalues], dataRange: RANGE, n: count }
}

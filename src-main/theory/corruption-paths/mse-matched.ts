/** The blur at which data are as far from themselves, in mean square, as under a variance-exploding process. */
import { periodicGains } from '../corruptions/gaussian-blur.ts'

export type Matching = {
  spectrum: readonly number[]
  size: number
  corruptionMax: number
  sigmaMax: number
  veSigmaMin: number
  veSigmaMax: number
}

/** E|x_0 - x_t|^2 = sum_k lambda_k (1 - c_k)^2 + K sigma^2, over the K frequencies of the spectrum. */
export function meanSquareError(
  { spectrum, size }: Pick<Matching, 'spectrum' | 'size'>,
  std: number,
  sigma: number,
): number {
  const gains = periodicGains(size, std)
  return spectrum.reduce((sum, lambda, k) => sum + lambda * (1 - gains[k]) ** 2, spectrum.length * sigma ** 2)
}

/**
 * The level at t while the noise rests at sigma_max: E|x_0 - x_t|^2/E|x_0 - x_1|^2 = (sigma_VE(t)/sigma_VE(1))^2. It grows with
 * t; 0 as long as the noise alone is more than that, corruption_max at t = 1.
 */
export function matchedLevel(matching: Matching, t: number): number {
  const { corruptionMax, sigmaMax, veSigmaMin, veSigmaMax } = matching
  if (t >= 1) return corruptionMax
  const wanted = meanSquareError(matching, corruptionMax, sigmaMax) * (veSigmaMin / veSigmaMax) ** (2 * (1 - t))
  if (meanSquareError(matching, 0, sigmaMax) >= wanted) return 0
  let [low, high] = [0, corruptionMax]
  for (let i = 0; i < 60 && high - low > 1e-14 * corruptionMax; i++) {
    const middle = (low + high) / 2
    if (meanSquareError(matching, middle, sigmaMax) < wanted) low = middle
    else high = middle
  }
  return high
}

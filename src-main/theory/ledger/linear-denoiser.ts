/** Denoisers that are linear along the eigenvectors of the data: the exact one of a Gaussian, and one as it was measured. */

/**
 * At y = x_0 + sigma z, mean mu, each direction apart: E[x_0 | y] - mu = gain (y - mu) + offset. Writes both for every direction.
 * The best linear answer has gain l/(l + sigma^2), l the variance of the data, whatever their law: it is the regression of x_0 on y.
 */
export type LinearDenoiser = { fill(sigma: number, gain: Float64Array, offset: Float64Array): void }

export const exactDenoiser = (spectrum: Float64Array): LinearDenoiser => ({
  fill(sigma, gain, offset) {
    const noise = sigma * sigma
    for (let j = 0; j < gain.length; j++) gain[j] = spectrum[j] === 0 ? 0 : spectrum[j] / (spectrum[j] + noise)
    offset.fill(0)
  },
})

/** What a denoiser answers beyond the exact gain at one level, in each direction. */
export type Deviation = { sigma: number; gain: Float64Array; offset: Float64Array }

/** Deviations between the levels are linear in ln sigma, and beyond them those of the nearest level; levels fall. */
export function deviatingDenoiser(spectrum: Float64Array, levels: readonly Deviation[]): LinearDenoiser {
  const exact = exactDenoiser(spectrum)
  return {
    fill(sigma, gain, offset) {
      exact.fill(sigma, gain, offset)
      const { upper, lower, share } = between(levels, sigma)
      for (let j = 0; j < gain.length; j++) {
        gain[j] += (1 - share) * upper.gain[j] + share * lower.gain[j]
        offset[j] += (1 - share) * upper.offset[j] + share * lower.offset[j]
      }
    },
  }
}

function between(levels: readonly Deviation[], sigma: number) {
  const below = levels.findIndex((level) => level.sigma <= sigma)
  if (below <= 0) {
    const nearest = below === 0 ? levels[0] : levels[levels.length - 1]
    return { upper: nearest, lower: nearest, share: 0 }
  }
  const [upper, lower] = [levels[below - 1], levels[below]]
  return { upper, lower, share: Math.log(upper.sigma / sigma) / Math.log(upper.sigma / lower.sigma) }
}

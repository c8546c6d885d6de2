/** A large spectrum gathered in bins, so that a search over grids costs the bins and not the eigenvalues. */

const MOST_BINS = 128

export type BinnedSpectrum = { spectrum: Float64Array; model: Float64Array; weights: Float64Array }

/**
 * Eigenvalues with their model's, gathered in logarithmic bins with counts where there are more than 128; zeros stay apart. Each bin stands
 * at its mean, so that the trace is kept.
 */
export function binned({ spectrum, model }: { spectrum: Float64Array; model: Float64Array }): BinnedSpectrum {
  if (spectrum.length <= MOST_BINS || model !== spectrum) {
    return { spectrum, model, weights: new Float64Array(spectrum.length).fill(1) }
  }
  const positive = spectrum.filter((value) => value > 0).toSorted()
  const [low, high] = [Math.log(positive[0] ?? 1), Math.log(positive[positive.length - 1] ?? 1)]
  const bins = new Map<number, { sum: number; count: number }>()
  for (const value of spectrum) {
    const bin = value === 0 ? -1 : Math.floor(((Math.log(value) - low) / (high - low || 1)) * (MOST_BINS - 1))
    const { sum, count } = bins.get(bin) ?? { sum: 0, count: 0 }
    bins.set(bin, { sum: sum + value, count: count + 1 })
  }
  const centres = Float64Array.from(bins.values(), ({ sum, count }) => sum / count)
  return { spectrum: centres, model: centres, weights: Float64Array.from(bins.values(), ({ count }) => count) }
}

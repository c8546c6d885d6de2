/** Noise levels at equal shares of a step density over sigma: what every law of placement ends in. */

import { Refusal } from '#contract/refusal.ts'

export type LevelEnds = { levels: number; sigmaMax: number; sigmaMin: number }

/** Cells of the table on which a density is summed, even in log sigma. */
const CELLS = 4000

/** Midpoints (geometric) and widths, in sigma, of cells even in log sigma, from sigmaMax down to sigmaMin. */
export function logCells({ sigmaMax, sigmaMin }: Omit<LevelEnds, 'levels'>, cells = CELLS) {
  const edges = Float64Array.from({ length: cells + 1 }, (_, i) => sigmaMax * (sigmaMin / sigmaMax) ** (i / cells))
  edges[0] = sigmaMax
  edges[cells] = sigmaMin
  const middles = Float64Array.from({ length: cells }, (_, i) => Math.sqrt(edges[i] * edges[i + 1]))
  const widths = Float64Array.from({ length: cells }, (_, i) => edges[i] - edges[i + 1])
  return { edges, middles, widths }
}

/**
 * `levels` values from sigmaMax down to sigmaMin, both assigned, with int density d(sigma) the same between neighbours. `density` is
 * steps per unit of sigma up to a factor, at least 0; it need not be smooth (a measured one is a table).
 */
export function gridOfDensity(density: (sigma: number) => number, ends: LevelEnds): Float64Array {
  const { edges, middles, widths } = logCells(ends)
  return gridOfMasses(
    edges,
    middles.map((sigma, i) => density(sigma) * widths[i]),
    ends.levels,
  )
}

/** The same from the mass in each cell; `edges` fall and are one more than the masses. A piecewise linear inverse of their sum. */
export function gridOfMasses(edges: Float64Array, masses: ArrayLike<number>, levels: number): Float64Array {
  const cells = masses.length
  const passed = new Float64Array(cells + 1)
  for (let i = 0; i < cells; i++) passed[i + 1] = passed[i] + masses[i]
  const whole = passed[cells]
  if (!(whole > 0 && whole < Infinity)) {
    throw new Refusal('the step density is zero or not finite everywhere: nothing here asks for steps', {
      field: 'spectrum',
    })
  }
  const sigmas = new Float64Array(levels)
  let i = 0
  for (let k = 0; k < levels; k++) {
    const target = (whole * k) / (levels - 1)
    while (i < cells - 1 && passed[i + 1] < target) i++
    const share = masses[i] > 0 ? Math.min(1, (target - passed[i]) / masses[i]) : 0
    sigmas[k] = edges[i] + (edges[i + 1] - edges[i]) * share
  }
  sigmas[0] = edges[0]
  sigmas[levels - 1] = edges[cells]
  return sigmas
}

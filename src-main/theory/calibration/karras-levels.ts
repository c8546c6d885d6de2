/** The levels of a fine run, and of the grid that every other is held against. */

const RHO = 7

/** Karras' levels with rho = 7 (arXiv 2206.00364, eq. 5), both ends assigned, without the last 0. */
export function karrasLevels(levels: number, sigmaMax: number, sigmaMin: number): number[] {
  const [high, low] = [sigmaMax ** (1 / RHO), sigmaMin ** (1 / RHO)]
  return Array.from({ length: levels }, (_, i) =>
    i === 0 ? sigmaMax : i === levels - 1 ? sigmaMin : (high + ((low - high) * i) / (levels - 1)) ** RHO,
  )
}

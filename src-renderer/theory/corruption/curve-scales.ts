/** Where the canvas of two curves puts a time, a sigma and a level, and what a place means. Pure. */
import type { CurveKnot, CurveName } from '../../shape/curve-knots.ts'

export type Reach = { sigma: readonly [number, number]; level: readonly [number, number] }

/** Round ends around every knot: decades for sigma, from 0 for the level. */
export function reachOf(all: readonly (readonly CurveKnot[])[]): Reach {
  const knots = all.flat()
  const sigmas = knots.map(({ sigma }) => sigma)
  const most = Math.max(...knots.map(({ level }) => level), 1e-3)
  const unit = 10 ** Math.floor(Math.log10(most * 1.2))
  return {
    sigma: [
      10 ** Math.floor(Math.log10(Math.min(...sigmas) / 1.3)),
      10 ** Math.ceil(Math.log10(Math.max(...sigmas) * 1.3)),
    ],
    level: [0, Math.ceil((most * 1.2) / unit) * unit],
  }
}

/** Height above the lower edge, 0 to 1, of a value; sigma on a logarithmic axis. */
export function heightOf(curve: CurveName, value: number, reach: Reach): number {
  const [low, high] = reach[curve]
  return curve === 'sigma' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
}
export function valueAt(curve: CurveName, height: number, reach: Reach): number {
  const [low, high] = reach[curve]
  return curve === 'sigma' ? low * (high / low) ** height : low + height * (high - low)
}

/** Labelled places: decades of sigma, quarters of the level. */
export function ticksOf(curve: CurveName, reach: Reach): number[] {
  const [low, high] = reach[curve]
  if (curve === 'level') return [0, 1, 2, 3, 4].map((i) => low + ((high - low) * i) / 4)
  const decades = Math.round(Math.log10(high / low))
  return Array.from({ length: decades + 1 }, (_, i) => low * 10 ** i)
}

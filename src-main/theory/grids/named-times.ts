/** The usual grids between two times of a process, by name: starts of the optimiser and what it is compared with. */

import type { Process } from '../process/process.ts'

/**
 * Falling grids of `points` times from `start` to `eps`, both assigned. `uniform` and `quadratic` are even in t and sqrt t
 * (DDIM's two, arXiv 2010.02502). The others are even in the noise level r = sigma/alpha: in r^{1/rho} (`karras-7`, Karras et al. 2022, arXiv
 * 2206.00364), ln r (`geometric`), r (`linear`). Where r(eps) = 0 they fall to `sigmaMin` in one point fewer and end with eps.
 */
export function namedTimes(
  process: Process,
  { start, eps, points, sigmaMin = 0.002 }: { start: number; eps: number; points: number; sigmaMin?: number },
): Record<string, Float64Array> {
  const even = (of: (share: number) => number) =>
    ends(Float64Array.from({ length: points }, (_, k) => of(k / (points - 1))))
  const ends = (times: Float64Array) => {
    times[0] = start
    times[points - 1] = eps
    return times
  }
  const grids: Record<string, Float64Array> = {
    uniform: even((share) => start + (eps - start) * share),
    quadratic: even((share) => (Math.sqrt(start) + (Math.sqrt(eps) - Math.sqrt(start)) * share) ** 2),
  }
  const [highest, lowest] = [process.noiseToSignal(start), process.noiseToSignal(eps)]
  const toZero = lowest === 0
  const least = toZero ? Math.min(sigmaMin, highest / 10) : lowest
  const count = toZero ? points - 1 : points
  // a process that starts at alpha = 0 has no highest level to space from
  if (highest < Infinity && count >= 2) {
    const byLevel = (of: (share: number) => number) =>
      ends(Float64Array.from({ length: points }, (_, k) => (k < count ? process.timeOf(of(k / (count - 1))) : eps)))
    const power = (rho: number) => (share: number) =>
      (highest ** (1 / rho) + (least ** (1 / rho) - highest ** (1 / rho)) * share) ** rho
    grids['karras-7'] = byLevel(power(7))
    grids['karras-3'] = byLevel(power(3))
    grids.geometric = byLevel((share) => highest * (least / highest) ** share)
    grids.linear = byLevel(power(1))
  }
  return Object.fromEntries(Object.entries(grids).filter(([, times]) => falls(times)))
}

const falls = (times: Float64Array) => times.every((t, k) => t >= 0 && (k === 0 || t < times[k - 1]))

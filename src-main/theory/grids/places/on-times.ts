/** Grids of a flow x_t = (1-t) x_0 + t z: times from noise to data, and their sigma = t/(1-t). */
import { Refusal } from '#contract/refusal.ts'
import { evenly } from '../../tables/table-sigmas.ts'
import type { Table } from '../../tables/table.ts'
import type { Place, PlaceParameters, Placed } from './place.ts'

/** sigma = t/(1-t), infinite at 1. */
export const sigmaOfTime = (t: number) => t / (1 - t)
/** t = sigma/(1+sigma). */
export const timeOfSigma = (sigma: number) => (sigma === Infinity ? 1 : sigma / (1 + sigma))

/** s t/(1 + (s-1) t): the log-SNR moves by -2 ln s, sigma by the factor s. Esser et al. 2024, arXiv:2403.03206, eq. 23. */
export const shifted = (t: number, s: number) => (t === 1 ? 1 : (s * t) / (1 + (s - 1) * t))

/** ln s by the number of tokens, a line from .5 at 256 to 1.15 at 4096: Black Forest Labs' FLUX.1. */
const fluxMu = (tokens: number) => 0.5 + ((1.15 - 0.5) * (tokens - 256)) / (4096 - 256)

/** s of the shift, whichever way it is told. */
export function shiftOf({
  shift,
  shiftBy,
  tokens,
}: Pick<PlaceParameters<'flow'>, 'shift' | 'shiftBy' | 'tokens'>): number {
  if (shiftBy === 'constant' || shiftBy === 'linear') return shift
  if (shiftBy === 'exponential') return Math.exp(shift)
  if (tokens === undefined)
    throw new Refusal(
      `A shift by ${shiftBy} needs tokens, the number of patches of the picture: 4096 for 1024 x 1024 in FLUX.1, SD3.`,
      { field: 'tokens' },
    )
  // sqrt(m/n) of m tokens against n = 256 of training.
  return shiftBy === 'flux' ? Math.exp(fluxMu(tokens)) : Math.sqrt(tokens / 256)
}

/** Even times, shifted once, then stretched to a last time if one is given. */
export const flow: Place<'flow'> = (n, parameters) => {
  const { tMax, tMin, stretchTo } = parameters
  if (tMin !== undefined && !(tMin < tMax))
    throw new Refusal(`t_min must be below t_max = ${tMax}; got ${tMin}.`, { field: 't_min' })
  const even = tMin === undefined ? evenly(tMax, 0, n + 1).subarray(0, n) : evenly(tMax, tMin, n)
  const s = shiftOf(parameters)
  const times = even.map((t) => shifted(t, s))
  if (stretchTo !== undefined && n > 1) {
    const scale = (1 - times[n - 1]) / (1 - stretchTo)
    for (let i = 0; i < n; i++) times[i] = 1 - (1 - times[i]) / scale
  }
  return onTimes(times, null)
}

/**
 * 1-t rises evenly to the threshold over n_1 steps, then as a parabola that goes on with the same slope and ends in 1. Polyak et
 * al. 2024, arXiv:2410.13720, section 3.4.2, with the coefficients of Genmo's Mochi.
 */
export const linearQuadratic: Place<'linear-quadratic'> = (n, { threshold, linearSteps }, table) => {
  if (n === 1) return onTimes(Float64Array.of(1), table)
  const straight = linearSteps ?? Math.floor(n / 2)
  if (!(straight < n))
    throw new Refusal(`linear_steps must be below the ${n} levels; got ${straight}.`, { field: 'linear_steps' })
  const slope = threshold / straight
  const curved = n - straight
  // c + slope (i - n_1) + q (i - n_1)^2 is 1 at i = n.
  const q = (1 - threshold - slope * curved) / curved ** 2
  const times = Float64Array.from({ length: n }, (_, i) => {
    const beyond = Math.max(0, i - straight)
    return 1 - (slope * i + q * beyond * beyond)
  })
  return onTimes(times, table)
}

/** (1/2 + arctan(-k (x - p))/pi) at x = 0 .. n-1, stretched from `start` to `end`. */
function arc(n: number, slope: number, pivot: number, start: number, end: number): number[] {
  const height = (x: number) => 0.5 + Math.atan(-slope * (x - pivot)) / Math.PI
  if (n === 1) return [start]
  const [high, low] = [height(0), height(n - 1)]
  return Array.from({ length: n }, (_, x) => end + ((height(x) - low) / (high - low)) * (start - end))
}

/** Two arcs with their bend at 6/10 of n + 2 points, from 1 to 1/2 and on to 0, which is left off. */
export const bongTangent: Place<'bong-tangent'> = (n, _, table) => {
  if (n === 1) return onTimes(Float64Array.of(1), table)
  const points = n + 2
  const bend = Math.floor(points * 0.6)
  const slope = 0.2 / (points / 40)
  const first = arc(bend, slope, bend, 1, 0.5)
  const second = arc(points - bend, slope, 0, 0.5, 0)
  return onTimes(Float64Array.from([...first.slice(0, -1), ...second].slice(0, n)), table)
}

/** Over a table, shares of its largest sigma; else times. */
function onTimes(times: Float64Array, table: Table | null): Placed {
  if (!table) return { times, sigmas: times.map(sigmaOfTime) }
  const largest = table.sigmas[table.sigmas.length - 1]
  return { sigmas: times.map((share) => share * largest) }
}

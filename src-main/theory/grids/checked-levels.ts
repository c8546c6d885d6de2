/** What makes a list of levels: how many, between which ends, and that they fall. */
import { Refusal } from '#contract/refusal.ts'

export const MAX_LEVELS = 1_000_000

export function refuseLevels(levels: number): void {
  if (!Number.isInteger(levels) || levels < 1 || levels > MAX_LEVELS)
    throw new Refusal(`levels must be a whole number from 1 to ${MAX_LEVELS}; got ${levels}.`, { field: 'levels' })
}

export function refuseRange(sigmaMin: number, sigmaMax: number): void {
  if (!(sigmaMin > 0))
    throw new Refusal(`sigma_min must be above 0 (samplers that end at 0 append it); got ${sigmaMin}.`, {
      field: 'sigma_min',
    })
  if (!(sigmaMax > sigmaMin))
    throw new Refusal(`sigma_max must be above sigma_min = ${sigmaMin}; got ${sigmaMax}.`, { field: 'sigma_max' })
}

/** The same levels, if they are finite, above 0 and fall strictly. */
export function falling(sigmas: Float64Array, what: string): Float64Array {
  for (let i = 0; i < sigmas.length; i++) {
    const inside = sigmas[i] > 0 && sigmas[i] < Infinity
    if (!inside || (i > 0 && !(sigmas[i] < sigmas[i - 1])))
      throw new Refusal(
        `Levels ${i} and ${i + 1} of ${what} cannot be told apart in float64; ask for fewer levels or a wider range.`,
        { field: 'levels' },
      )
  }
  return sigmas
}

/** A list as a sampler takes it: falling, without a trailing 0. */
export function checkedList(list: ArrayLike<number> | undefined): Float64Array {
  const n = list?.length ?? 0
  if (!list || n < 1 || n > MAX_LEVELS) throw badList(`A list needs from 1 to ${MAX_LEVELS} sigmas; got ${n}.`)
  const sigmas = Float64Array.from(list)
  for (let i = 0; i < n; i++) {
    const sigma = sigmas[i]
    if (sigma === 0 && i === n - 1)
      throw badList('A list of levels has no trailing 0; leave it out, for the samplers that end at 0 append it.')
    if (!(sigma > 0 && sigma < Infinity))
      throw badList(`Sigma ${i + 1} of the list must be finite and above 0; got ${sigma}.`)
    if (i > 0 && !(sigma < sigmas[i - 1]))
      throw badList(`The list must fall strictly, largest first; sigma ${i + 1} = ${sigma} follows ${sigmas[i - 1]}.`)
  }
  return sigmas
}

const badList = (message: string) => new Refusal(message, { field: 'sigmas' })

/** The training density of InfoNoise: the entropy rate of the data, estimated from the denoising errors of the training itself. */
import { Refusal } from '#contract/refusal.ts'
import type { ObjectiveName } from '#axes/objectives/objectives.ts'
import type { NoiseLawOf } from './noise-laws.ts'
import { type WeightedObjective, WEIGHTS } from './weights.ts'

type Law = NoiseLawOf<'infonoise'>

/** Bins of equal width in ln sigma; a bin needs so many errors to be heard. Both ours: the source fixes neither. */
const BINS = 64
const LEAST_COUNT = 8
/** What a new mean counts for beside the one before it. Ours. */
const NEW = 0.9
/** Exponent of the gate and the share of the peak at which information sets in (source, appendix B.6). */
const GATE_POWER = 3
const ONSET = 0.002

/**
 * What the law has measured, by bin: sum and number of errors |denoised - x0|^2 since the last update, their smoothed mean, and the mass of the bin in the
 * density; all 0 before there is any. Float32 throughout, so that a checkpoint holds it bit for bit.
 */
export type Allocation = { sums: Float32Array; counts: Float32Array; mse: Float32Array; masses: Float32Array }
export const ALLOCATION = ['sums', 'counts', 'mse', 'masses'] as const

export const startAllocation = (): Allocation => ({
  sums: new Float32Array(BINS),
  counts: new Float32Array(BINS),
  mse: new Float32Array(BINS),
  masses: new Float32Array(BINS),
})

/** Middle of bin k. */
const middleOf = ({ sigmaMin, sigmaMax }: Law, k: number) => sigmaMin * (sigmaMax / sigmaMin) ** ((k + 0.5) / BINS)

/** Puts the errors of a batch into their bins; levels beyond the range go to the outermost. */
export function observe(law: Law, { sums, counts }: Allocation, sigmas: ArrayLike<number>, errors: ArrayLike<number>) {
  const width = Math.log(law.sigmaMax / law.sigmaMin) / BINS
  for (let i = 0; i < sigmas.length; i++) {
    if (!Number.isFinite(errors[i])) continue
    const k = Math.max(0, Math.min(BINS - 1, Math.floor(Math.log(sigmas[i] / law.sigmaMin) / width)))
    sums[k] += errors[i]
    counts[k]++
  }
}

/** Whether the density is measured anew once so many steps are done. */
export const isDue = ({ warmUp, refreshEvery }: Law, done: number) =>
  done >= warmUp && (done - warmUp) % refreshEvery === 0

/**
 * With m the smoothed error by bin, per ln sigma: rate q = m/sigma^2 (I-MMSE, dH/d ln sigma up to a factor), gated by sigma^3/(sigma^3 + c^3), over the weight w
 * of the objective, which stays as it is: density ~ q gate/w (eq. 13 to 15). c is the largest sigma at which m/sigma^3 is still .002 of its peak, where
 * no `gate` is given. Bins without errors keep what they had; the first time they take it from their neighbours, as sigma^2 below all that is known and unchanged above.
 * Empties the sums. Leaves all as it is where nothing was seen.
 */
export function refresh(law: Law, state: Allocation, weight: (sigma: number) => number): void {
  const { sums, counts, mse, masses } = state
  const heard = Array.from(counts, (count, k) => count >= LEAST_COUNT && sums[k] > 0)
  if (!heard.includes(true)) return
  const first = !isMeasured(state)
  const raw = Array.from(sums, (sum, k) => sum / counts[k])
  const known = first
    ? filledIn(law, raw, heard)
    : raw.map((value, k) => (heard[k] ? (1 - NEW) * mse[k] + NEW * value : mse[k]))
  mse.set(smoothed(known))
  sums.fill(0)
  counts.fill(0)
  const c = law.gate ?? onsetOf(law, mse)
  const density = Array.from(mse, (m, k) => {
    const sigma = middleOf(law, k)
    const gate = c > 0 ? 1 / (1 + (c / sigma) ** GATE_POWER) : 1
    return ((m / sigma ** 2) * gate) / weight(sigma)
  })
  const whole = density.reduce((a, b) => a + b)
  masses.set(density.map((value) => value / whole))
}

export const isMeasured = ({ masses }: Allocation) => masses.some((mass) => mass > 0)

/** ln m on straight lines in ln sigma between bins that were heard. */
function filledIn(law: Law, raw: readonly number[], heard: readonly boolean[]): number[] {
  const first = heard.indexOf(true)
  const last = heard.lastIndexOf(true)
  return raw.map((value, k) => {
    if (heard[k]) return value
    if (k > last) return raw[last]
    if (k < first) return raw[first] * (middleOf(law, k) / middleOf(law, first)) ** 2
    const below = heard.lastIndexOf(true, k)
    const above = heard.indexOf(true, k)
    const share = (k - below) / (above - below)
    return raw[below] ** (1 - share) * raw[above] ** share
  })
}

/** Over a bin and its neighbours, in ln m. */
function smoothed(values: readonly number[]): number[] {
  const logs = values.map(Math.log)
  const at = (k: number) => logs[Math.max(0, Math.min(BINS - 1, k))]
  return logs.map((value, k) => Math.exp(value / 2 + (at(k - 1) + at(k + 1)) / 4))
}

function onsetOf(law: Law, mse: Float32Array): number {
  const rate = Array.from(mse, (m, k) => m / middleOf(law, k) ** 3)
  const peak = rate.reduce((a, b) => Math.max(a, b))
  return middleOf(
    law,
    rate.findLastIndex((value) => value >= ONSET * peak),
  )
}

/** A level for a uniform number in [0, 1) once the density is measured: uniform in ln sigma within a bin. */
export function measuredSigma(law: Law, { masses }: Allocation): (share: number) => number {
  const total = masses.reduce((a, b) => a + b)
  const ends = Array.from(masses)
  for (let k = 1; k < BINS; k++) ends[k] += ends[k - 1]
  return (share) => {
    const wanted = share * total
    let k = ends.findIndex((end) => end > wanted)
    if (k < 0) k = BINS - 1
    const inside = (wanted - (k > 0 ? ends[k - 1] : 0)) / masses[k]
    return law.sigmaMin * (law.sigmaMax / law.sigmaMin) ** ((k + Math.min(1, Math.max(0, inside))) / BINS)
  }
}

/** The weight that the density is divided by; refuses an objective without one, and a law that would never be measured. */
export function allocatedWeight(objective: ObjectiveName, sigmaData: number): (sigma: number) => number {
  if (!Object.hasOwn(WEIGHTS, objective))
    throw new Refusal(
      `objective.noise: infonoise divides its density by the weight of an error of the denoised image, and the loss of ${objective} has none; take one of ${Object.keys(WEIGHTS).join(', ')}, or another noise.`,
      { field: 'objective.noise', code: 'unsupported' },
    )
  return (sigma) => WEIGHTS[objective as WeightedObjective](sigma, sigmaData)
}

/** The exact law of a sampler on a Gaussian with its exact score, measured without Monte Carlo. */
import type { Tf } from '#compute/backend.ts'
import type { Schedule } from '#contract/schedule.ts'
import { type Level, levelsFrom } from '#theory/grids/levels.ts'
import { type ProcessSchedule, processOfSchedule } from '#theory/grids/process-levels.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import type { Process } from '#theory/process/process.ts'
import { gaussianScore } from '../scores/gaussian.ts'
import { levelsOf, samplerOf, stepsInTime, type SamplerChoice } from './samplers.ts'
import { walk } from './walk.ts'

type Asked = {
  startVariance: (eigenvalue: number) => number
  draws: number
  along?: { levels: readonly Level[]; process: Process | null }
}

/**
 * Final variance per eigenvalue of N(0, diag(eigenvalues)). On a Gaussian a sampler is linear, x_end = g0 x_start + sum_k g_k z_k,
 * so one batch finds all g: sample 0 carries the start alone (its standard deviation), sample k + 1 a unit impulse at draw k.
 * The variance is the sum of their squares.
 */
export async function finalVariances(
  tf: Tf,
  choice: SamplerChoice,
  sigmas: readonly number[],
  eigenvalues: readonly number[],
  { startVariance, draws, along }: Asked,
): Promise<number[]> {
  const width = eigenvalues.length
  const batch = 1 + draws
  const row = (index: number, values: (column: number) => number) => {
    const data = new Float32Array(batch * width)
    for (let c = 0; c < width; c++) data[index * width + c] = values(c)
    return tf.tensor4d(data, [batch, 1, 1, width])
  }
  const law = { mean: new Float32Array(width), variances: Float32Array.from(eigenvalues) }
  const score = gaussianScore(tf, law)
  const start = row(0, (c) => Math.sqrt(startVariance(eigenvalues[c])))
  const { x } = await walk({
    tf,
    sampler: samplerOf(choice).sample,
    parameters: choice,
    denoiser: score.denoised,
    ...(along ?? { levels: levelsFrom(sigmas) }),
    start,
    noise: (draw) => row(draw + 1, () => 1),
  })
  const values = x.dataSync()
  tf.dispose([x, start])
  score.dispose()
  return eigenvalues.map((_, c) => {
    let sum = 0
    for (let b = 0; b < batch; b++) sum += values[b * width + c] ** 2
    return sum
  })
}

/** The same of x_t, not x_t/alpha, along a schedule of a process's times: from the prior, or from the exact law. */
export async function variancesInTime(
  tf: Tf,
  choice: SamplerChoice,
  schedule: ProcessSchedule,
  eigenvalues: readonly number[],
  start: 'prior' | 'exact',
): Promise<number[]> {
  const [given, process] = [scheduleLevels(schedule as Schedule), processOfSchedule(schedule)]
  const along = { levels: levelsOf(choice, given, process), process }
  if (!stepsInTime(choice, process)) throw new Error(`${choice.name} does not step in time`)
  const [first, last] = [given[0].t!, given.at(-1)!.t!]
  const startVariance = (l: number) =>
    start === 'prior'
      ? process.priorVariance(first) / process.alphaSquared(first)
      : l + process.noiseToSignal(first) ** 2
  const found = await finalVariances(tf, choice, [], eigenvalues, { startVariance, draws: given.length - 1, along })
  return found.map((value) => value * process.alphaSquared(last))
}

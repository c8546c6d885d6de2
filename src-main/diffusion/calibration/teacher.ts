/** One fine run of a batch down the flow, kept at the levels that a schedule may choose from. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import { karrasLevels } from '#theory/calibration/karras-levels.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import { chooseSampler, samplerOf, type SamplerChoice } from '../samplers/samplers.ts'
import { walk } from '../samplers/walk.ts'
import type { Denoiser } from '../scores/denoiser.ts'

/** `states[i]` at `levels[i]`, the last level 0; `denoised[i]` = D(states[i], levels[i]), one fewer. */
export type Teacher = { levels: readonly number[]; states: Tensor4D[]; denoised: Tensor4D[]; dispose(): void }

export type TeacherRun = {
  tf: Tf
  denoiser: Denoiser
  /** At noise level sigmaMax; stays the caller's. */
  start: Tensor4D
  sigmaMax: number
  sigmaMin: number
  /** Positive levels that are kept. */
  count: number
  /** Steps of the run for each that is kept. */
  refine: number
  signal?: AbortSignal
  tick?: (done: number, of: number) => void
}

/** Heun's method (Karras et al. 2022, Alg. 2 without churn) along refine (count - 1) + 1 Karras levels, then to 0. */
export async function runTeacher(run: TeacherRun): Promise<Teacher> {
  const { tf, denoiser, start, sigmaMax, sigmaMin, count, refine, signal, tick } = run
  const fine = karrasLevels(refine * (count - 1) + 1, sigmaMax, sigmaMin)
  const states = [start.clone()]
  const denoised: Tensor4D[] = []
  const dispose = () => tf.dispose([...states, ...denoised])
  try {
    const heun = chooseSampler('heun')
    const { x } = await walk<SamplerChoice>({
      tf,
      sampler: samplerOf(heun).sample,
      parameters: heun,
      denoiser,
      levels: levelsFrom([...fine, 0]),
      start,
      noise: () => start,
      signal,
      onStep({ step, sigma, x: arrived, denoised: answer }) {
        refuseNonFinite(tf, arrived, sigma)
        if ((step - 1) % refine === 0) denoised.push(answer.clone())
        if (step % refine === 0 && step < fine.length) states.push(arrived.clone())
        tick?.(step, fine.length)
      },
    })
    states.push(x)
  } catch (error) {
    dispose()
    throw error
  }
  const levels = [...fine.filter((_, i) => i % refine === 0), 0]
  return { levels, states, denoised, dispose }
}

function refuseNonFinite(tf: Tf, x: Tensor4D, sigma: number): void {
  if (Number.isFinite(tf.tidy(() => x.sum().dataSync()[0]))) return
  throw new Refusal(
    `The fine run is not finite after sigma = ${sigma.toPrecision(3)}: the score is not, there. Check the network's card, or give another sigma_max or sigma_min.`,
    { field: 'sigma_max' },
  )
}

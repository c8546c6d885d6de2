/** A sampler's walk begun and held: where it stands, what it has asked so far, and any one step from there. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import { levelsFrom } from '#theory/grids/levels.ts'
import { samplerOf, type SamplerChoice } from '../samplers/samplers.ts'
import { walk } from '../samplers/walk.ts'
import type { Denoiser } from '../scores/denoiser.ts'

/** What every walk of a calibration has in common. */
export type Flow = { tf: Tf; denoiser: Denoiser; sampler: SamplerChoice; signal?: AbortSignal }

/**
 * A sampler of one step is held by the state and level it stands at; one that remembers, by its whole path and every answer along it, which
 * are replayed. `calls` are the denoiser's answers in order; the one at the state itself, which is the same for every step from it, is kept when it
 * is first asked for.
 */
export type Stand = { path: readonly number[]; start: Tensor4D; calls: Tensor4D[] }

/** Whether a step of it depends on more than the state it starts from. */
export const remembers = (sampler: SamplerChoice): boolean => samplerOf(sampler).law?.reach !== 1

/** The state one step on, at level `to`, which is the caller's to dispose of. A denoised state that is not finite is refused. */
export async function stepTo({ tf, denoiser, sampler, signal }: Flow, stand: Stand, to: number): Promise<Tensor4D> {
  const { path, start, calls } = stand
  const held = calls.length
  let asked = 0
  const replaying: Denoiser = (x, sigma) => {
    const call = asked++
    if (call < held) return calls[call].clone()
    const answer = denoiser(x, sigma)
    // one more than was held at first: the state's own, shared by all steps from here
    if (call === held && calls.length === held && standsAt(sigma, path)) calls.push(tf.keep(answer.clone()))
    return answer
  }
  const { x } = await walk<SamplerChoice>({
    tf,
    sampler: samplerOf(sampler).sample,
    parameters: sampler,
    denoiser: replaying,
    levels: levelsFrom([...path, to]),
    start,
    noise: () => refuseNoise(sampler),
    signal,
  })
  return x
}

const standsAt = (sigma: Tensor1D, path: readonly number[]) => Math.fround(path.at(-1)!) === sigma.dataSync()[0]

export function refuseNoise({ name }: SamplerChoice): never {
  throw new Refusal(
    `sampler: ${name} draws noise as it goes; a schedule is fitted to the flow, which has one end for one start. Choose a deterministic sampler (euler, heun without churn, dpmpp2m).`,
    { field: 'sampler', code: 'unsupported' },
  )
}

/** Root mean square, over the images of a batch, of the Euclidean distance between them. */
export function rmsDistance(tf: Tf, a: Tensor4D, b: Tensor4D): number {
  const sum = tf.tidy(() => a.sub(b).square().sum().dataSync()[0])
  return Math.sqrt(sum / a.shape[0])
}

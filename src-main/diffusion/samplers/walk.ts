/** Walks a sampler down its noise levels: evaluations counted and cancellable, every tensor freed, one report per step. */
import { setImmediate } from 'node:timers/promises'
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { type Level, sigmasOf } from '#theory/grids/levels.ts'
import type { Process } from '#theory/process/process.ts'
import type { Denoiser, LogDensity } from '../scores/denoiser.ts'

/** What a sampler is given. Tensors it makes through `denoise` and `compute` are freed for it, so it disposes of nothing. */
export type Path = {
  /** Where it stops, largest noise first; a last 0 is there only if the sampler ends in a step to 0. */
  levels: readonly Level[]
  /** Whose times the levels carry; null where they are noise alone. The state is x_t/alpha. */
  process: Process | null
  /** Their noise, which is all that most samplers read. */
  sigmas: readonly number[]
  /** The start, at noise level sigmas[0]. */
  start: Tensor4D
  /** One evaluation of the denoiser. Gives way to the event loop first, so that a cancel is heard. */
  denoise(x: Tensor4D, at: number | Level): Promise<Tensor4D>
  /** C x at a level: x itself unless the score is one under a corruption; to be called inside `compute`. */
  corrupt(x: Tensor4D, level: Level): Tensor4D
  /** Unit normals of the numbered draw; to be called inside `compute`. */
  noise(draw: number): Tensor4D
  /** log p_sigma of each sample, up to a constant; absent where the score's law has no known density. */
  logDensity?: (x: Tensor4D, sigma: number) => Tensor1D
  /** Runs tensor operations, keeping only their result. */
  compute<T extends Tensor = Tensor4D>(operations: () => T): T
}

/**
 * `denoised` was asked for at `sigma`; `x` is where the step arrived. `taken`: 1 for each sample whose step was accepted, 0 where it
 * was not. All of them and `kept`, which is the sampler's own, live until the step after.
 */
export type Step = { sigma: number; x: Tensor4D; denoised: Tensor4D; taken?: Tensor; kept?: readonly Tensor[] }

/** A sampler yields once per step; what it computed in between is freed at the yield, save what it yields. */
export type Sampler<Parameters = object> = (path: Path, parameters: Parameters) => AsyncGenerator<Step, void, void>

/** `step` counts from 1; `nfe` is the number of evaluations so far. The tensors are lent for the time of the call. */
export type StepReport = Pick<Step, 'sigma' | 'x' | 'denoised'> & { step: number; nfe: number }

/** Steps that were to be accepted or rejected, over all samples; 0 of a sampler that takes every one. */
export type Acceptance = { proposed: number; accepted: number }

export type Walk<Parameters> = {
  tf: Tf
  sampler: Sampler<Parameters>
  parameters: Parameters
  denoiser: Denoiser
  logDensity?: LogDensity
  levels: readonly Level[]
  process?: Process | null
  /** C x at a level, where the score is one under a corruption. */
  corrupt?: (x: Tensor4D, level: Level) => Tensor4D
  /** Stays the caller's. */
  start: Tensor4D
  noise: (draw: number) => Tensor4D
  signal?: AbortSignal
  onStep?: (report: StepReport) => void | Promise<void>
}

/**
 * The final state (the caller's to dispose of) and the evaluations that it took. After `signal` aborts at most the evaluation
 * under way is finished; then the signal's reason is thrown. Whatever is thrown, no tensor stays behind.
 */
export async function walk<P>(options: Walk<P>): Promise<{ x: Tensor4D; nfe: number } & Acceptance> {
  const { tf, sampler, parameters, denoiser, levels, noise, signal, onStep } = options
  const owned = new Set<Tensor>()
  const own = <T extends Tensor>(tensor: T) => {
    owned.add(tensor)
    return tensor
  }
  const freeAllBut = (kept: readonly Tensor[]) => {
    for (const tensor of owned) {
      if (kept.includes(tensor)) continue
      tensor.dispose()
      owned.delete(tensor)
    }
  }

  const forEach = (x: Tensor4D, value: number) => tf.ones([x.shape[0]]).mul<Tensor1D>(value)
  const { logDensity } = options
  let nfe = 0
  const acceptance: Acceptance = { proposed: 0, accepted: 0 }
  let step = 0
  let latest = own(options.start.clone())
  const path: Path = {
    levels,
    process: options.process ?? null,
    sigmas: sigmasOf(levels),
    start: latest,
    noise,
    corrupt: options.corrupt ?? ((x) => x),
    compute: (operations) => own(tf.tidy(operations)),
    logDensity: logDensity && ((x, sigma) => own(tf.tidy(() => logDensity(x, forEach(x, sigma))))),
    async denoise(x, at) {
      const { sigma, t } = typeof at === 'number' ? { sigma: at, t: undefined } : at
      await setImmediate()
      signal?.throwIfAborted()
      nfe++
      return own(tf.tidy(() => denoiser(x, forEach(x, sigma), t === undefined ? undefined : forEach(x, t))))
    },
  }

  try {
    for await (const { sigma, x, denoised, taken, kept = [] } of sampler(path, parameters)) {
      latest = x
      if (taken) {
        acceptance.proposed += taken.size
        acceptance.accepted += (taken.dataSync() as Float32Array).reduce((sum, one) => sum + one, 0)
      }
      freeAllBut([x, denoised, ...kept])
      step++
      await onStep?.({ step, nfe, sigma, x, denoised })
    }
    owned.delete(latest)
    return { x: latest, nfe, ...acceptance }
  } finally {
    freeAllBut([])
  }
}

/** Walks a sampler down its noise levels: evaluations counted and cancellable, every tensor freed, one report per step. */
import { setImmediate } from 'node:timers/promises'
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { Denoiser } from '../scores/denoiser.ts'

/** What a sampler is given. Tensors it makes through `denoise` and `compute` are freed for it, so it disposes of nothing. */
export type Path = {
  /** Noise levels, strictly falling; a last 0 is there only if the sampler ends in a step to 0. */
  sigmas: readonly number[]
  /** The start, at noise level sigmas[0]. */
  start: Tensor4D
  /** One evaluation of the denoiser. Gives way to the event loop first, so that a cancel is heard. */
  denoise(x: Tensor4D, sigma: number): Promise<Tensor4D>
  /** Unit normals of the numbered draw; to be called inside `compute`. */
  noise(draw: number): Tensor4D
  /** Runs tensor operations, keeping only their result. */
  compute(operations: () => Tensor4D): Tensor4D
}

/** `denoised` was asked for at `sigma`; `x` is where the step arrived. Both live until the step after. */
export type Step = { sigma: number; x: Tensor4D; denoised: Tensor4D }

/** A sampler yields once per step; what it computed in between is freed at the yield, save `x` and `denoised`. */
export type Sampler<Parameters = object> = (path: Path, parameters: Parameters) => AsyncGenerator<Step, void, void>

/** `step` counts from 1; `nfe` is the number of evaluations so far. The tensors are lent for the time of the call. */
export type StepReport = Step & { step: number; nfe: number }

export type Walk<Parameters> = {
  tf: Tf
  sampler: Sampler<Parameters>
  parameters: Parameters
  denoiser: Denoiser
  sigmas: readonly number[]
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
export async function walk<P>(options: Walk<P>): Promise<{ x: Tensor4D; nfe: number }> {
  const { tf, sampler, parameters, denoiser, sigmas, noise, signal, onStep } = options
  const owned = new Set<Tensor4D>()
  const own = (tensor: Tensor4D) => {
    owned.add(tensor)
    return tensor
  }
  const freeAllBut = (kept: readonly Tensor4D[]) => {
    for (const tensor of owned) {
      if (kept.includes(tensor)) continue
      tensor.dispose()
      owned.delete(tensor)
    }
  }

  let nfe = 0
  let step = 0
  let latest = own(options.start.clone())
  const path: Path = {
    sigmas,
    start: latest,
    noise,
    compute: (operations) => own(tf.tidy(operations)),
    async denoise(x, sigma) {
      await setImmediate()
      signal?.throwIfAborted()
      nfe++
      return own(tf.tidy(() => denoiser(x, tf.ones([x.shape[0]]).mul<Tensor1D>(sigma))))
    },
  }

  try {
    for await (const { sigma, x, denoised } of sampler(path, parameters)) {
      latest = x
      freeAllBut([x, denoised])
      step++
      await onStep?.({ step, nfe, sigma, x, denoised })
    }
    owned.delete(latest)
    return { x: latest, nfe }
  } finally {
    freeAllBut([])
  }
}

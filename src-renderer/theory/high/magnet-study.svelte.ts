/** The Curie-Weiss magnet: sampled when asked, since it costs chains x d x steps; the cost is said before. */
import type { Failure } from '#contract/requests.ts'
import { checkCurieWeiss, spinUpdates, type CurieWeissSpec } from '#theory/laws/curie-weiss-flow.ts'
import { Refusal } from '#contract/refusal.ts'
import { Answer } from '../worker/answer.svelte.ts'
import type { TheoryWorker } from '../worker/worker-door.ts'
import type { MixtureStudy } from './mixture-study.svelte.ts'

/** Spin updates a second on one core of 2024. Only for the estimate. */
const UPDATES_PER_SECOND = 4e7

export class MagnetStudy {
  readonly #worker: Pick<TheoryWorker, 'ask' | 'stop'>
  /** Shares interpolant, dilation, kappa and p with the mixture, so that both laws are seen under one sampler. */
  readonly #mixture: MixtureStudy
  beta = $state(2)
  law = $state<'limit' | 'finite'>('limit')
  d = $state(1000)
  steps = $state(50)
  chains = $state(100)
  dilated = $state(true)
  readonly run: Answer<'curie-weiss/run'>

  constructor(worker: Pick<TheoryWorker, 'ask' | 'stop'>, mixture: MixtureStudy) {
    this.#worker = worker
    this.#mixture = mixture
    this.run = new Answer('curie-weiss/run', worker.ask)
  }

  readonly spec = $derived.by((): CurieWeissSpec => {
    const { interpolant, dilation, kappa, p, seed } = this.#mixture
    const { beta, law, d, steps, chains, dilated } = this
    return { ...interpolant, dilation: dilated ? dilation : 'none', kappa, p, seed, beta, law, d, steps, chains }
  })
  readonly updates = $derived(spinUpdates(this.spec))
  readonly seconds = $derived(this.updates / UPDATES_PER_SECOND)
  /** Why it may not run; found before anything is computed. */
  readonly refusal = $derived.by((): Failure | null => {
    try {
      checkCurieWeiss(this.spec)
      return null
    } catch (error) {
      if (error instanceof Refusal) return { code: error.code, message: error.message, field: error.field }
      throw error
    }
  })

  start() {
    if (!this.refusal) void this.run.ask(this.spec)
  }
  stop() {
    this.#worker.stop()
  }
}

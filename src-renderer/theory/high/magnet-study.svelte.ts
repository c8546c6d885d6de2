/** The Curie-Weiss magnet: sampled when asked, since it costs chains x d x steps; the cost is said before. */
import type { Failure } from '#contract/requests.ts'
import { checkCurieWeiss, spinUpdates, type CurieWeissSpec } from '#theory/laws/curie-weiss-flow.ts'
import { Refusal } from '#contract/refusal.ts'
import { Answer } from '../worker/answer.svelte.ts'
import type { TheoryWorker } from '../worker/worker-door.ts'
import type { MixtureStudy } from './mixture-study.svelte.ts'

/** Spin updates a second on one core of 2024. Only for the estimate. */
const UPDATES_PER_SECOND = 4e7

/** Settings of the notebooks of arXiv:2501.00988, by the names of their files; kappa is 3 and p .8 in all. */
export const MAGNET_SETTINGS = {
  cw_vp: { alpha: 'trig', variance: '1', dilation: 'vp', d: 50_000, steps: 50, chains: 200, beta: 2 },
  cw_ve: { alpha: 'trig', variance: 'd', dilation: 've-trig', d: 1000, steps: 200, chains: 200, beta: 2 },
  'cw_vp_a_1-t': { alpha: 'lin', variance: '1', dilation: 'vp', d: 100_000, steps: 100, chains: 200, beta: 1.1 },
  'cw_ve_a_1-t': { alpha: 'lin', variance: 'd', dilation: 've-lin', d: 10_000, steps: 100, chains: 10, beta: 2 },
} as const
export type MagnetSetting = keyof typeof MAGNET_SETTINGS

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

  /** The interpolant and its dilation are the mixture's too: both laws stand under one sampler. */
  take(name: MagnetSetting) {
    const { alpha, variance, dilation, ...numbers } = MAGNET_SETTINGS[name]
    this.#mixture.interpolant = { alpha, variance }
    Object.assign(this.#mixture, { dilation, kappa: 3, p: 0.8 })
    Object.assign(this, numbers, { dilated: true })
  }

  start() {
    if (!this.refusal) void this.run.ask(this.spec)
  }
  stop() {
    this.#worker.stop()
  }
}

/** The families' published step complexity, and the steps measured on a spectrum, family by family. */
import { complexityTable, type ComplexityRow, type MeasuredSteps } from '#theory/errors/complexity.ts'
import type { SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import type { TheoryWorker } from '../worker/worker-door.ts'

export const COMPARISONS = ['shipped', 'matched'] as const
export type Comparison = (typeof COMPARISONS)[number]

type Measured = Readonly<Record<string, MeasuredSteps | { error: string }>>

export class FamiliesStudy {
  readonly #worker: Pick<TheoryWorker, 'ask' | 'stop'>
  readonly spectrum: SpectrumChoice
  d = $state(3072)
  eps = $state(0.1)
  /** Powers of the VE and VP polynomials of the table. */
  c = $state(1.5)
  rho = $state(5)
  /** Integral of beta that the matched comparison gives every VP family. */
  matchTo = $state(10.05)

  /** W2 to reach, in data units. */
  targets = $state.raw<readonly number[]>([0.5, 0.2, 0.1, 0.05, 0.02])

  measured = $state.raw<Readonly<Record<Comparison, Measured>>>({ shipped: {}, matched: {} })
  busy = $state(false)
  /** The spectrum that `measured` is of. */
  measuredOn = $state<string | null>(null)
  #turn = 0

  constructor(worker: Pick<TheoryWorker, 'ask' | 'stop'>, spectrum: SpectrumChoice) {
    this.#worker = worker
    this.spectrum = spectrum
  }

  readonly rows = $derived.by((): ComplexityRow[] => complexityTable({ c: this.c, rho: this.rho }))
  /** Every row twice: as shipped, and with its integral of beta matched (VP alone). */
  readonly wanted = $derived(
    COMPARISONS.flatMap((comparison) =>
      complexityTable()
        .filter(({ shipped }) => comparison === 'shipped' || 'betaMin' in shipped)
        .map(({ name, shipped }) => ({ comparison, name, process: shipped })),
    ),
  )
  readonly done = $derived(Object.keys(this.measured.shipped).length + Object.keys(this.measured.matched).length)

  async measure() {
    const { spectrum } = this.spectrum
    if (!spectrum || this.busy) return
    const turn = ++this.#turn
    this.measured = { shipped: {}, matched: {} }
    this.measuredOn = spectrum.name
    this.busy = true
    for (const { comparison, name, process } of this.wanted) {
      const answer = await this.#worker.ask('steps/measure', {
        spectrum: spectrum.values,
        targets: this.targets,
        process,
        ...(comparison === 'matched' && { matchTo: this.matchTo }),
      })
      if (turn !== this.#turn) return
      const found = answer.ok ? answer.value : { error: answer.error.message }
      this.measured = { ...this.measured, [comparison]: { ...this.measured[comparison], [name]: found } }
    }
    this.busy = false
  }
  stop() {
    this.#turn += 1
    this.busy = false
    this.#worker.stop()
  }
}

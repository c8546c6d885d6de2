/** The families' published step complexity, and the steps measured on a spectrum, family by family. */
import { complexityTable, type ComplexityRow, type MeasuredSteps } from '#theory/errors/complexity.ts'
import { logSnr } from '#theory/process/process.ts'
import { processOf } from '#theory/process/processes.ts'
import type { SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import type { TheoryWorker } from '../worker/worker-door.ts'

/** As shipped; with one integral of beta (VP alone); with the log-SNR of VP linear at both ends (all but VP constant). */
export const COMPARISONS = ['shipped', 'matched', 'ends'] as const
export type Comparison = (typeof COMPARISONS)[number]

type Measured = Readonly<Record<string, MeasuredSteps | { error: string }>>
const NOTHING: Readonly<Record<Comparison, Measured>> = { shipped: {}, matched: {}, ends: {} }

const LINEAR = processOf({ family: 'vp-linear', betaMin: 0.1, betaMax: 20 })
const FIRST = 1e-3
export const LINEAR_ENDS = { logSnrMax: logSnr(LINEAR, FIRST), logSnrMin: logSnr(LINEAR, 1), eps: FIRST }

const TAKES_PART: { readonly [C in Comparison]: (row: ComplexityRow) => boolean } = {
  shipped: () => true,
  matched: ({ shipped }) => 'betaMin' in shipped,
  ends: ({ name }) => name !== 'vp-constant',
}

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

  measured = $state.raw<Readonly<Record<Comparison, Measured>>>(NOTHING)
  busy = $state(false)
  /** The spectrum that `measured` is of. */
  measuredOn = $state<string | null>(null)
  #turn = 0

  constructor(worker: Pick<TheoryWorker, 'ask' | 'stop'>, spectrum: SpectrumChoice) {
    this.#worker = worker
    this.spectrum = spectrum
  }

  readonly rows = $derived.by((): ComplexityRow[] => complexityTable({ c: this.c, rho: this.rho }))
  /** Every row of the table once for each comparison that it takes part in. */
  readonly wanted = $derived(
    COMPARISONS.flatMap((comparison) =>
      complexityTable()
        .filter(TAKES_PART[comparison])
        .map(({ name, shipped }) => ({ comparison, name, process: shipped })),
    ),
  )
  readonly done = $derived(COMPARISONS.reduce((sum, name) => sum + Object.keys(this.measured[name]).length, 0))

  async measure() {
    const { spectrum } = this.spectrum
    if (!spectrum || this.busy) return
    const turn = ++this.#turn
    this.measured = NOTHING
    this.measuredOn = spectrum.name
    this.busy = true
    for (const { comparison, name, process } of this.wanted) {
      const answer = await this.#worker.ask('steps/measure', {
        spectrum: spectrum.values,
        targets: this.targets,
        process,
        ...(comparison === 'matched' && { matchTo: this.matchTo }),
        ...(comparison === 'ends' && { matchEnds: LINEAR_ENDS }),
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

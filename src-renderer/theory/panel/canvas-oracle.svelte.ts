/** The oracle beside the canvas: the errors of the schedule that is being drawn, of those beside it, and the best there could be. */
import { isPlaced, type PlacedScheme as Placed } from '#axes/schemes/schemes.ts'
import type { DataRange } from '#contract/schedule.ts'
import type { Grid, OracleQuestion } from '../oracle/oracle-tasks.ts'
import { SchemeSettings } from '../oracle/scheme-settings.svelte.ts'
import { CANVAS_SCHEMES, type CanvasScheme } from '../oracle/schemes.ts'
import { inRange, type SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { Answer } from '../worker/answer.svelte.ts'
import type { Ask, TheoryWorker } from '../worker/worker-door.ts'

/** A schedule of the sheet: its levels largest first, without the 0 that the sampler goes on to. */
export type SheetSchedule = { id: string; name: string; slot: number; sigmas: readonly number[]; dataRange: DataRange }

export type PlacedScheme = Extract<CanvasScheme, Placed>
export const PLACED_SCHEMES = CANVAS_SCHEMES.filter((scheme): scheme is PlacedScheme => isPlaced(scheme))

/** Steps times eigenvalues that are computed while the pointer is down; more waits until it is up. */
const MOST_WHILE_DRAGGED = 6e6
/** Beyond so many levels a search for the best takes minutes. */
export const MOST_OPTIMISED_LEVELS = 200

export class CanvasOracle {
  readonly spectrum: SpectrumChoice
  readonly #long: Pick<TheoryWorker, 'ask' | 'stop'>
  schemes = $state.raw<readonly CanvasScheme[]>(['edm', 'euler', 'dpmpp2m', 'ddpm'])
  readonly settings = new SchemeSettings()
  /** Whose error the best grid is to make small. */
  target = $state<PlacedScheme>('edm')
  /** Of the schedule that is edited. */
  readonly errors: Answer<'oracle/errors'>
  /** Of the others on the sheet. */
  readonly others: Answer<'oracle/grids'>
  readonly best: Answer<'oracle/optimise'>

  constructor(spectrum: SpectrumChoice, asks: { quick: Ask; slow: Ask; long: Pick<TheoryWorker, 'ask' | 'stop'> }) {
    this.spectrum = spectrum
    this.#long = asks.long
    this.errors = new Answer('oracle/errors', asks.quick)
    this.others = new Answer('oracle/grids', asks.slow)
    this.best = new Answer('oracle/optimise', asks.long.ask)
  }

  toggle(scheme: CanvasScheme) {
    const on = this.schemes.includes(scheme)
    this.schemes = CANVAS_SCHEMES.filter((one) => (one === scheme ? !on : this.schemes.includes(one)))
  }

  questionFor({ sigmas, dataRange }: Pick<SheetSchedule, 'sigmas' | 'dataRange'>): OracleQuestion | null {
    const { spectrum } = this.spectrum
    if (!spectrum || sigmas.length === 0) return null
    return { spectrum: inRange(spectrum, dataRange), ...gridOf(sigmas), schemes: this.schemes, ...this.settings.asked }
  }
  /** Follows a drag where that is cheap enough; the finished curve is always answered. */
  follow(question: OracleQuestion, dragged: boolean) {
    const cost = (question.times?.length ?? 0) * question.spectrum.length * question.schemes.length
    if (!dragged || cost <= MOST_WHILE_DRAGGED) void this.errors.ask(question)
  }
  /** The others are judged in the data range of the one that is edited. */
  compare(question: OracleQuestion, others: readonly SheetSchedule[]) {
    const grids = others.map(({ id, sigmas }): Grid => ({ id, ...gridOf(sigmas) }))
    void this.others.ask({ ...question, grids })
  }

  /** As many levels between the same ends; the curve itself is among the grids that it has to beat. */
  findBest(schedule: Pick<SheetSchedule, 'sigmas' | 'dataRange'>) {
    const question = this.questionFor(schedule)
    if (!question) return
    const { sigmas } = schedule
    const { process, times } = gridOf(sigmas)
    const { sChurn, sTmin, sTmax, sNoise } = this.settings.asked
    void this.best.ask({
      spectrum: question.spectrum,
      process,
      points: times.length,
      eps: 0,
      sigmaMin: sigmas[sigmas.length - 1],
      scheme: this.target,
      sChurn,
      sTmin,
      sTmax,
      sNoise,
      others: { curve: times },
    })
  }
  stopSearch() {
    this.#long.stop()
  }
}

/** In EDM's sigma = t any list of levels is a grid; the sampler goes on to 0 after it. */
const gridOf = (sigmas: readonly number[]) => ({
  process: { family: 'edm' as const, sigmaMax: sigmas[0] },
  times: [...sigmas, 0],
})

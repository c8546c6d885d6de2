/** The oracle beside the canvas: the errors of the schedule that is being drawn, scheme by scheme. */
import type { DataRange } from '#contract/schedule.ts'
import { CANVAS_SCHEMES, type CanvasScheme } from '../oracle/schemes.ts'
import { inRange, type SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { Answer } from '../worker/answer.svelte.ts'
import type { Ask } from '../worker/worker-door.ts'
import type { OracleQuestion } from '../oracle/oracle-tasks.ts'

/** Steps times eigenvalues that are computed while the pointer is down; more waits until it is up. */
const MOST_WHILE_DRAGGED = 6e6

export class CanvasOracle {
  readonly spectrum: SpectrumChoice
  schemes = $state.raw<readonly CanvasScheme[]>(['edm', 'euler', 'dpmpp2m', 'ddpm'])
  readonly errors: Answer<'oracle/errors'>
  readonly optimised: Answer<'oracle/optimise'>

  constructor(spectrum: SpectrumChoice, { quick, slow }: { quick: Ask; slow: Ask }) {
    this.spectrum = spectrum
    this.errors = new Answer('oracle/errors', quick)
    this.optimised = new Answer('oracle/optimise', slow)
  }

  toggle(scheme: CanvasScheme) {
    const on = this.schemes.includes(scheme)
    this.schemes = CANVAS_SCHEMES.filter((one) => (one === scheme ? !on : this.schemes.includes(one)))
  }

  /** In EDM's sigma = t any list of levels is a grid; the sampler goes on to 0 after it. */
  questionFor(sigmas: readonly number[], dataRange: DataRange): OracleQuestion | null {
    const { spectrum } = this.spectrum
    if (!spectrum || sigmas.length === 0) return null
    return {
      spectrum: inRange(spectrum, dataRange),
      process: { family: 'edm', sigmaMax: sigmas[0] },
      times: [...sigmas, 0],
      schemes: this.schemes,
    }
  }
  /** Follows a drag where that is cheap enough; the finished curve is always answered. */
  follow(question: OracleQuestion, dragged: boolean) {
    const cost = (question.times?.length ?? 0) * question.spectrum.length * question.schemes.length
    if (!dragged || cost <= MOST_WHILE_DRAGGED) void this.errors.ask(question)
  }
}

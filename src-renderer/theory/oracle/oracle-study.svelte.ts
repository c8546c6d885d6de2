/** What the error oracle is asked, and its answers. */
import type { Start } from '#theory/errors/gaussian-errors.ts'
import { logarithmic, wholes } from '../places.ts'
import { parametersFor, specOf, type PageFamily } from '../process/families.ts'
import type { Spectrum, SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { Answer } from '../worker/answer.svelte.ts'
import type { Ask } from '../worker/worker-door.ts'
import type { OracleQuestion } from './oracle-tasks.ts'
import { SchemeSettings } from './scheme-settings.svelte.ts'
import { PAGE_SCHEMES, type PageScheme } from './schemes.ts'

export class OracleStudy {
  readonly spectrum: SpectrumChoice
  family = $state<PageFamily>('vp-linear')
  parameters = $state.raw<Readonly<Record<string, number>>>({ betaMin: 0.1, betaMax: 20 })
  points = $state(50)
  eps = $state(1e-3)
  start = $state<Start>('prior')
  /** The score is -(1 + misfit) x/m_t. */
  misfit = $state(0)
  schemes = $state.raw<readonly PageScheme[]>(['em', 'ei', 'euler', 'heun'])
  readonly settings = new SchemeSettings()

  readonly errors: Answer<'oracle/errors'>
  readonly along: Answer<'oracle/along'>
  readonly ends: Answer<'oracle/ends'>
  readonly againstPoints: Answer<'oracle/against-points'>
  readonly againstEps: Answer<'oracle/against-eps'>
  readonly table: Answer<'oracle/table'>

  constructor(spectrum: SpectrumChoice, { quick, slow }: { quick: Ask; slow: Ask }) {
    this.spectrum = spectrum
    this.errors = new Answer('oracle/errors', quick)
    this.along = new Answer('oracle/along', quick)
    this.ends = new Answer('oracle/ends', quick)
    this.againstPoints = new Answer('oracle/against-points', slow)
    this.againstEps = new Answer('oracle/against-eps', slow)
    this.table = new Answer('oracle/table', slow)
  }

  readonly process = $derived(specOf(this.family, this.parameters))
  readonly question = $derived.by((): OracleQuestion | null => {
    const { spectrum } = this.spectrum
    if (!spectrum) return null
    const { process, points, eps, start, schemes, misfit } = this
    const told = { ...this.settings.asked, ...(misfit !== 0 && { misfit }) }
    return { spectrum: spectrum.values, process, points, eps, start, schemes, ...told }
  })
  /** Beside the field at fault. */
  get fault() {
    return this.errors.fault
  }

  choose(family: PageFamily) {
    this.parameters = parametersFor(family, this.parameters)
    this.family = family
  }
  setParameter(name: string, value: number) {
    this.parameters = { ...this.parameters, [name]: value }
  }
  toggle(scheme: PageScheme) {
    const on = this.schemes.includes(scheme)
    this.schemes = PAGE_SCHEMES.filter((one) => (one === scheme ? !on : this.schemes.includes(one)))
  }

  compute(question: OracleQuestion) {
    // For thousands of eigenvalues fewer places on the curves: each costs tens of milliseconds.
    const places = question.spectrum.length > 500 ? 12 : 24
    void this.errors.ask(question)
    void this.along.ask(question)
    void this.ends.ask({ process: question.process, eps: question.eps ?? 0 })
    void this.againstPoints.ask({ ...question, counts: wholes(4, 1000, places) })
    void this.againstEps.ask({ ...question, ends: logarithmic(1e-6, 0.1, places) })
  }
  /** The ablation table has its own process: only another spectrum changes it. */
  tabulate({ name, values }: Spectrum) {
    void this.table.ask({ name, spectrum: values })
  }
}

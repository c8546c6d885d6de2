/** The league: grids by several samplers, judged exactly on a spectrum and, if asked, measured on a score, in one sorted table. */
import type { Calibration } from '#contract/calibration.ts'
import type { Api, Events, Failure, LookRequest } from '#contract/requests.ts'
import type { ObjectiveName } from '#theory/errors/objectives.ts'
import type { SteppingName } from '#theory/calibration/first-order.ts'
import type { Stepping } from '#theory/calibration/stepping.ts'
import type { Spectrum, SpectrumChoice } from '../spectrum/spectrum-choice.svelte.ts'
import { Answer } from '../worker/answer.svelte.ts'
import type { Ask, TheoryWorker } from '../worker/worker-door.ts'
import { type LeagueLine, linesOf, type Measure, sorted } from './league-lines.ts'

type Range = [0, 1] | [-1, 1]
type Score = Pick<LookRequest, 'network' | 'score'>

export class LeagueStudy {
  readonly #api: Pick<Api, 'request' | 'subscribe'>
  readonly #long: Pick<TheoryWorker, 'ask' | 'stop'>
  readonly spectrum: SpectrumChoice
  samplers = $state.raw<readonly Stepping[]>(['euler', 'heun', 'dpmpp2m'])
  levels = $state(10)
  sigmaMax = $state(80)
  sigmaMin = $state(0.002)
  by = $state<Measure>('w2')
  /** Of the figure: whose loss a step, and what is to be least. */
  stepping = $state<SteppingName>('euler')
  objective = $state<ObjectiveName>('w2')
  /** What is under way, in words. */
  busy = $state<string | null>(null)
  fault = $state.raw<Failure | null>(null)
  #lines = $state.raw<readonly LeagueLine[]>([])
  readonly demand: Answer<'league/demand'>

  constructor(
    api: Pick<Api, 'request' | 'subscribe'>,
    spectrum: SpectrumChoice,
    { quick, long }: { quick: Ask; long: Pick<TheoryWorker, 'ask' | 'stop'> },
  ) {
    this.#api = api
    this.#long = long
    this.spectrum = spectrum
    this.demand = new Answer('league/demand', quick)
    api.subscribe('models/progress', ({ source, stage, done, of }: Events['models/progress']) => {
      if (source === 'calibrate' && this.busy?.includes(' on '))
        this.busy = `${this.busy.split(':')[0]}: ${stage}${of > 0 ? `, ${Math.floor((100 * done) / of)} %` : ''}`
    })
  }

  readonly lines = $derived(sorted(this.#lines, this.by))
  /** Units that the levels are in: those of the spectrum's data. */
  readonly dataRange = $derived.by(() => (this.spectrum.spectrum?.dataRange ?? [-1, 1]) as Range)
  readonly question = $derived.by(() => {
    const { spectrum } = this.spectrum
    const { levels, sigmaMax, sigmaMin } = this
    return spectrum && sigmaMax > sigmaMin ? { spectrum: spectrum.values, levels, sigmaMax, sigmaMin } : null
  })

  toggle(sampler: Stepping, all: readonly Stepping[]) {
    const on = this.samplers.includes(sampler)
    this.samplers = all.filter((one) => (one === sampler ? !on : this.samplers.includes(one)))
  }

  /** Each sampler in turn; rows are there as soon as they are known. */
  async judge({ name }: Spectrum) {
    const asked = this.question
    if (!asked) return
    this.fault = null
    this.#lines = this.#lines.filter(({ score, interval }) => interval && score !== name)
    for (const sampler of this.samplers) {
      this.busy = `judging ${sampler}`
      const answer = await this.#long.ask('league/rows', { ...asked, sampler, start: 'exact' })
      if (!answer.ok) {
        if (answer.error.code !== 'cancelled') this.fault = answer.error
        break
      }
      const range = this.dataRange
      const found = answer.value.map(({ sigmas, ...row }) => ({
        ...row,
        sigmas: Array.from(sigmas),
        score: `Gaussian of ${name}`,
        dataRange: range,
        interval: null,
      }))
      this.#lines = [...this.#lines, ...found]
    }
    this.busy = null
  }

  /** The end points of a score along every method of calibration, sampler by sampler: minutes for a network. */
  async measure(score: Score, says: string) {
    this.fault = null
    for (const sampler of this.samplers) {
      this.busy = `${sampler} on ${says}`
      const asked = {
        ...score,
        sampler: { name: sampler } as never,
        levels: this.levels,
        method: 'all' as const,
        save: false,
      }
      const reply = await this.#api.request('models/calibrate', asked)
      if (!reply.ok) {
        if (reply.error.code !== 'cancelled') this.fault = reply.error
        break
      }
      const found: Calibration = reply.value
      const same = ({ score: of, sampler: by }: LeagueLine) => of === found.score.says && by === sampler
      this.#lines = [...this.#lines.filter((line) => !same(line)), ...linesOf(found, sampler)]
      this.by = 'end-point'
    }
    this.busy = null
  }

  stop() {
    this.#long.stop()
    void this.#api.request('models/cancel', {})
    this.busy = null
  }

  ask(question: NonNullable<LeagueStudy['question']>) {
    void this.demand.ask({ ...question, stepping: this.stepping, objective: this.objective })
  }
}

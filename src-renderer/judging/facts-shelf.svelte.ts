/** What is known of each score that was chosen, asked of main once: data's distances take seconds the first time. */
import type { Api } from '#contract/requests.ts'
import type { ScoreFacts } from '#contract/score-facts.ts'
import type { ExactScore } from '#contract/score.ts'

export type AskedScore = { network?: string; score?: ExactScore }

export class FactsShelf {
  readonly #api: Pick<Api, 'request'>
  #known = $state.raw<Readonly<Record<string, ScoreFacts | 'asking' | 'unknown'>>>({})

  constructor(api: Pick<Api, 'request'>) {
    this.#api = api
  }

  /** Null while they are being found, and where the score is not there. */
  of(asked: AskedScore): ScoreFacts | null {
    const known = this.#known[JSON.stringify(asked)]
    return typeof known === 'object' ? known : null
  }
  isAsking(asked: AskedScore): boolean {
    return this.#known[JSON.stringify(asked)] === 'asking'
  }
  /** One that could not be had is asked for again, as of a run that had no weights yet. */
  async load(asked: AskedScore) {
    const key = JSON.stringify(asked)
    const known = this.#known[key]
    if (known && known !== 'unknown') return
    this.#known = { ...this.#known, [key]: 'asking' }
    const reply = await this.#api.request('scores/facts', asked)
    this.#known = { ...this.#known, [key]: reply.ok ? reply.value : 'unknown' }
  }
}

/** What is known of each score that was chosen, asked of main once: data's distances take seconds the first time. */
import { untrack } from 'svelte'
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
  /** One that could not be had is asked for again when it is chosen again, as of a run that had no weights yet. */
  async load(asked: AskedScore) {
    const key = JSON.stringify(asked)
    // Not followed: an effect that loads would run again at each answer, and ask without end for one that cannot be had.
    const known = untrack(() => this.#known[key])
    if (known && known !== 'unknown') return
    this.#know(key, 'asking')
    const reply = await this.#api.request('scores/facts', asked)
    this.#know(key, reply.ok ? reply.value : 'unknown')
  }
  #know(key: string, what: ScoreFacts | 'asking' | 'unknown') {
    this.#known = { ...untrack(() => this.#known), [key]: what }
  }
}

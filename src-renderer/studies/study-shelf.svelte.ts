/** The studies there are, and the one that is under way. */
import type { Api, Failure } from '#contract/requests.ts'
import type { StudyProgress } from '#contract/run-requests.ts'
import { shownResult, type StudyResult, type StudyView } from '#contract/study-result.ts'
import type { TierName } from '#contract/study-file.ts'
import type { Notices } from '../ui/notices.svelte.ts'

export class StudyShelf {
  #api: Pick<Api, 'request' | 'subscribe'>
  #notices: Pick<Notices, 'show'>
  studies = $state.raw<readonly StudyView[]>([])
  running = $state.raw<StudyProgress | null>(null)
  loaded = $state(false)
  failure = $state.raw<Failure | null>(null)
  #loading: Promise<void> | null = null

  constructor(api: Pick<Api, 'request' | 'subscribe'>, notices: Pick<Notices, 'show'>) {
    this.#api = api
    this.#notices = notices
    api.subscribe('studies/progress', (progress) => (this.running = progress))
    api.subscribe('studies/ended', ({ id, tier, stopped, failure }) => {
      this.running = null
      if (failure) notices.show(`${id}: ${failure}`, { tone: 'bad' })
      else if (!stopped) notices.show(`The ${tier} tier of ${id} has its verdict.`)
      void this.load()
    })
  }

  load(): Promise<void> {
    this.#loading ??= this.#read().finally(() => (this.#loading = null))
    return this.#loading
  }
  async #read() {
    const reply = await this.#api.request('studies/list', {})
    this.failure = reply.ok ? null : reply.error
    if (reply.ok) ({ studies: this.studies, running: this.running } = reply.value)
    this.loaded = true
  }

  async run(id: string, tier: TierName) {
    const reply = await this.#api.request('studies/run', { id, tier })
    if (!reply.ok) this.#notices.show(reply.error.message, { tone: 'bad' })
    else this.running ??= reply.value
  }
  async stop() {
    await this.#api.request('studies/stop', {})
  }
  /** The report as Markdown; null where it cannot be had, which is said. */
  async report(id: string, tier: TierName): Promise<string | null> {
    const reply = await this.#api.request('studies/report', { id, tier })
    if (reply.ok) return reply.value
    this.#notices.show(reply.error.message, { tone: 'bad' })
    return null
  }
}

/** What a card says: the most evidence that there is. */
export function bestOf({ tiers }: StudyView): { tier: TierName; result: StudyResult } | null {
  for (const tier of ['paper', 'evening', 'toy'] as const) {
    const result = shownResult(tiers[tier])
    if (result) return { tier, result }
  }
  return null
}

/** `10 min`, `2.5 h`, `30 days`. */
export function costText(minutes: number | null): string {
  if (minutes === null) return 'not priced'
  if (minutes < 100) return `${Math.round(minutes)} min`
  const hours = minutes / 60
  if (hours < 48) return `${Number(hours.toPrecision(2))} h`
  return `${Math.round(hours / 24)} days`
}

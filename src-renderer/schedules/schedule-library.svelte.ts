/** The schedules saved in the data folder. */
import type { Api, Failure, SavedSchedule } from '#contract/requests.ts'
import { specOf, type Draft } from '../shape/draft.ts'

export class ScheduleLibrary {
  #api: Pick<Api, 'request'>
  saved = $state.raw<readonly SavedSchedule[]>([])
  /** Why nothing can be listed or saved, where that is so. */
  failure = $state.raw<Failure | null>(null)

  constructor(api: Pick<Api, 'request'>) {
    this.#api = api
  }

  async load() {
    const reply = await this.#api.request('schedules/list', {})
    if (reply.ok) this.saved = reply.value
    this.failure = reply.ok ? null : reply.error
  }
  async save(draft: Draft): Promise<{ ok: true; saved: SavedSchedule } | { ok: false; error: Failure }> {
    const input = { name: draft.name, spec: specOf(draft), parent: draft.savedId }
    const reply = await this.#api.request('schedules/save', input)
    if (!reply.ok) return reply
    await this.load()
    return { ok: true, saved: reply.value }
  }
  async remove(id: string) {
    const reply = await this.#api.request('schedules/remove', { id })
    await this.load()
    return reply
  }
}

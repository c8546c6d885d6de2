/** The schedules saved in the data folder. */
import type { Api, Failure } from '#contract/requests.ts'
import type { SavedSchedule, ScheduleSummary } from '#contract/saved-schedule.ts'
import { specOf, type Draft } from '../shape/draft.ts'

export class ScheduleLibrary {
  #api: Pick<Api, 'request'>
  saved = $state.raw<readonly ScheduleSummary[]>([])
  /** Those that were asked for, with their levels. */
  whole = $state.raw<ReadonlyMap<string, SavedSchedule>>(new Map())
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
  /** One with its levels; null where it cannot be had, which `failure` says. */
  async get(id: string): Promise<SavedSchedule | null> {
    const known = this.whole.get(id)
    if (known) return known
    const reply = await this.#api.request('schedules/get', { id })
    if (reply.ok) this.whole = new Map(this.whole).set(id, reply.value)
    this.failure = reply.ok ? null : reply.error
    return reply.ok ? reply.value : null
  }
  async save(draft: Draft): Promise<{ ok: true; saved: ScheduleSummary } | { ok: false; error: Failure }> {
    const input = { name: draft.name, spec: specOf(draft), parent: draft.savedId }
    const reply = await this.#api.request('schedules/save', input)
    if (!reply.ok) return reply
    await this.load()
    return { ok: true, saved: reply.value }
  }
  async rename(id: string, name: string): Promise<Failure | null> {
    return this.#change(await this.#api.request('schedules/rename', { id, name }), id)
  }
  async remove(id: string): Promise<Failure | null> {
    return this.#change(await this.#api.request('schedules/remove', { id }), id)
  }
  async restore(id: string): Promise<Failure | null> {
    return this.#change(await this.#api.request('schedules/restore', { id }), id)
  }
  /** What was known of it may be another by now. */
  async #change(reply: { ok: true } | { ok: false; error: Failure }, id: string): Promise<Failure | null> {
    const whole = new Map(this.whole)
    whole.delete(id)
    this.whole = whole
    await this.load()
    return reply.ok ? null : reply.error
  }
}

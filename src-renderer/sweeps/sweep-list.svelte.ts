/** The sweeps there are, and the one that is looked at, kept up with what main tells. */
import type { Api, Failure, Reply } from '#contract/requests.ts'
import type { SweepInput } from '#contract/sweep.ts'
import type { DryRun } from '#contract/sweep-place.ts'
import type { PageSite } from '#contract/sweep-site.ts'
import type { SweepPlan } from '#contract/sweep-plan.ts'
import type { SweepAction, SweepDetail, SweepSummary } from '#contract/sweep-view.ts'
import type { Notices } from '../ui/notices.svelte.ts'

export class SweepList {
  #api: Pick<Api, 'request' | 'subscribe'>
  #notices: Pick<Notices, 'show'>
  list = $state.raw<readonly SweepSummary[]>([])
  detail = $state.raw<SweepDetail | null>(null)
  loaded = $state(false)
  failure = $state.raw<Failure | null>(null)
  #wanted: string | null = null

  constructor(api: Pick<Api, 'request' | 'subscribe'>, notices: Pick<Notices, 'show'>) {
    this.#api = api
    this.#notices = notices
    api.subscribe('sweeps/changed', (sweep) => {
      const others = this.list.filter(({ id }) => id !== sweep.id)
      this.list = [sweep, ...others].toSorted((a, b) => b.number - a.number)
      if (sweep.id === this.#wanted) void this.#read(sweep.id)
    })
  }

  async load() {
    const reply = await this.#api.request('sweeps/list', {})
    this.failure = reply.ok ? null : reply.error
    if (reply.ok) this.list = reply.value
    this.loaded = true
  }
  async open(id: string | null) {
    this.#wanted = id
    if (id === null) this.detail = null
    else await this.#read(id)
  }
  async #read(id: string) {
    const reply = await this.#api.request('sweeps/get', { id })
    if (id !== this.#wanted) return
    if (reply.ok) this.detail = reply.value
    else this.#notices.show(reply.error.message, { tone: 'bad' })
  }

  plan = (sweep: SweepInput): Promise<Reply<SweepPlan>> => this.#api.request('sweeps/plan', { sweep })
  start = (sweep: SweepInput): Promise<Reply<{ id: string }>> => this.#api.request('sweeps/start', { sweep })
  site = (): Promise<Reply<PageSite>> => this.#api.request('sweeps/site', {})
  dryRun = (id: string, site: PageSite): Promise<Reply<DryRun>> => this.#api.request('sweeps/dry-run', { id, site })
  onCluster = (id: string, site: PageSite): Promise<Reply<{ id: string }>> =>
    this.#api.request('sweeps/elsewhere', { id, site })
  async act(id: string, action: SweepAction) {
    const reply = await this.#api.request('sweeps/act', { id, action })
    if (!reply.ok) this.#notices.show(reply.error.message, { tone: 'bad' })
  }
}

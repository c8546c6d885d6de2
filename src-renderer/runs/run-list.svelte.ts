/** All runs, as main has them: asked for once, kept true by events, asked for again when events were missed. */
import type { Api, Events, Failure, Reply, RequestName, Requests } from '#contract/requests.ts'
import type { RunValues } from '#contract/run-requests.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import type { RunSettings } from '#contract/run-settings.ts'
import type { RunRecord, RunState } from '#contract/run.ts'
import type { Notices } from '../ui/notices.svelte.ts'
import { isOpen, stateSentence } from '../words/run-words.ts'
import type { ValuesById } from './run-values.ts'

export type Tick = Omit<Events['runs/tick'], 'points'>
export type Preview = Events['runs/preview']

export class RunList {
  #api: Pick<Api, 'request' | 'subscribe'>
  #notices: Pick<Notices, 'say' | 'show'>
  #results = $state.raw<ReadonlyMap<string, RunValues>>(new Map())
  /** Of a run they never change, so each is asked for once. */
  #settings = $state.raw<ReadonlyMap<string, RunSettings>>(new Map())
  #records = $state.raw<ReadonlyMap<string, RunRecord>>(new Map())
  /** What runs were asked for and, once finished, found, and what they are repetitions of. */
  readonly values: ValuesById = $derived.by(() => {
    const unmeasured = (id: string) => ({ id, group: id, values: {}, judge: null })
    const ids = new Set([...this.#results.keys(), ...this.#settings.keys()])
    return new Map(
      [...ids].map((id) => [id, { ...(this.#results.get(id) ?? unmeasured(id)), settings: this.#settings.get(id) }]),
    )
  })
  /** Ids of queued runs, next first. */
  order = $state.raw<readonly string[]>([])
  /** How far open runs have come, since the page was opened. */
  ticks = $state.raw<ReadonlyMap<string, Tick>>(new Map())
  previews = $state.raw<ReadonlyMap<string, Preview>>(new Map())
  loaded = $state(false)
  /** How many of many are in the trash, or out of it, while they are moved. */
  trashing = $state.raw<{ done: number; of: number } | null>(null)
  #wanted: Promise<void> | null = null
  failure = $state.raw<Failure | null>(null)

  /** Newest first. */
  readonly all = $derived([...this.#records.values()].toSorted((a, b) => b.number - a.number))
  readonly kept = $derived(this.all.filter((run) => !run.trashed))
  readonly trashed = $derived(this.all.filter((run) => run.trashed))
  readonly working = $derived(this.kept.filter(({ state }) => state === 'running' || state === 'cancelling'))
  readonly queued = $derived(
    this.order.flatMap((id) => this.#records.get(id) ?? []).filter((run) => run.state === 'queued'),
  )

  constructor(api: Pick<Api, 'request' | 'subscribe'>, notices: Pick<Notices, 'say' | 'show'>) {
    this.#api = api
    this.#notices = notices
    api.subscribe('runs/changed', (run) => this.#changed(run))
    api.subscribe('runs/queue', ({ order }) => (this.order = order))
    api.subscribe('runs/trashed', ({ runs, done, of }) => {
      this.#records = new Map([...this.#records, ...runs.map((run) => [run.id, run] as const)])
      this.trashing = done < of ? { done, of } : null
    })
    api.subscribe('runs/tick', ({ points, ...tick }) => {
      this.ticks = new Map(this.ticks).set(tick.id, tick)
      const run = this.#records.get(tick.id)
      if (!run) return
      const latest = { ...run.latest, ...Object.fromEntries(points.map(({ name, value }) => [name, value])) }
      this.#put({ ...run, step: tick.step, steps: tick.steps, latest })
    })
    api.subscribe('runs/unwritten', ({ id, message }) => {
      const run = this.#records.get(id)
      notices.show(run ? `Run ${run.number}: ${message}` : message, { tone: 'bad' })
    })
    api.subscribe('runs/preview', (preview) => (this.previews = new Map(this.previews).set(preview.id, preview)))
  }

  get(id: string): RunRecord | undefined {
    return this.#records.get(id)
  }
  byNumber(number: number): RunRecord | undefined {
    return this.all.find((run) => run.number === number)
  }

  #put(run: RunRecord) {
    this.#records = new Map(this.#records).set(run.id, run)
  }
  #changed(run: RunRecord) {
    const before = this.#records.get(run.id)
    this.#put(run)
    if (!before) void this.#loadSettings([run.id])
    if (before?.state === run.state) return
    if (before) this.#notices.say(stateSentence(run))
    if (!isOpen(run.state)) {
      this.ticks = new Map([...this.ticks].filter(([id]) => id !== run.id))
      if (run.state === 'finished') void this.#loadValues()
    }
  }

  /** Whoever shows runs wants them; they are asked for once. */
  want(): Promise<void> {
    return (this.#wanted ??= this.#load())
  }
  /** After events were missed: nothing to do where nobody has wanted them. */
  async loadAgain() {
    if (this.#wanted) await (this.#wanted = this.#load())
  }
  async #load() {
    const [runs, queue] = await Promise.all([
      this.#api.request('runs/list', { trashed: true }),
      this.#api.request('runs/queue', {}),
      this.#loadValues(),
      this.#loadSettings(),
    ])
    this.failure = runs.ok ? null : runs.error
    if (runs.ok) this.#records = new Map(runs.value.map((run) => [run.id, run] as const))
    if (queue.ok) this.order = queue.value.order
    this.loaded = true
  }
  async #loadValues() {
    const reply = await this.#api.request('runs/results', {})
    if (reply.ok) this.#results = new Map(reply.value.map((one) => [one.id, one] as const))
  }
  async #loadSettings(ids?: string[]) {
    const reply = await this.#api.request('runs/settings', { ids })
    if (!reply.ok) return
    this.#settings = new Map([...this.#settings, ...reply.value.map(({ id, settings }) => [id, settings] as const)])
  }

  /** Queues a run and knows it from then on; what main refuses is handed back, to be shown at its field. */
  async start(config: RunConfigInput, text?: string): Promise<Reply<RunRecord>> {
    const started = await this.#api.request('runs/start', { config, text })
    if (!started.ok) return started
    // The event of it may come later than this answer.
    const { id } = started.value
    const known = this.get(id)
    if (known) return { ok: true, value: known }
    const reply = await this.#api.request('runs/get', { id })
    if (!reply.ok) return reply
    const {
      config: _config,
      environment: _environment,
      results: _results,
      files: _files,
      remarks: _remarks,
      ...record
    } = reply.value
    if (!this.get(id)) this.#put(record)
    return { ok: true, value: record }
  }
  /** One after the other, until main refuses one, which is said; how many are queued. */
  async startAll(configs: readonly RunConfigInput[]): Promise<number> {
    let queued = 0
    for (const config of configs) {
      const reply = await this.start(config)
      if (!reply.ok) {
        this.#notices.show(reply.error.message, { tone: 'bad' })
        break
      }
      queued++
    }
    return queued
  }
  cancel = (id: string) => this.#ask('runs/cancel', { id })
  resume = (id: string) => this.#ask('runs/resume', { id })
  edit = (id: string, edit: Omit<Requests['runs/edit']['in'], 'id'>) => this.#ask('runs/edit', { id, ...edit })

  /** Up or down by `by` places among the queued. */
  async move(id: string, by: number) {
    const at = this.order.indexOf(id)
    const others = this.order.filter((other) => other !== id)
    const to = Math.max(0, Math.min(others.length, at + by))
    if (at < 0 || to === at) return
    const done = await this.#ask('runs/move', { id, before: others[to] ?? null })
    if (!done) return
    this.order = done.order
    this.#notices.say(`Now number ${to + 1} of ${this.order.length} in the queue.`)
  }

  /** Into the trash, with a way back. */
  async trash(ids: readonly string[]) {
    const done = await this.#trashAll(ids, true)
    if (!done.length) return
    const what = done.length === 1 ? `Run ${this.get(done[0])?.number}` : `${done.length} runs`
    const undo = () => void this.#trashAll(done, false)
    this.#notices.show(`${what} moved to the trash.`, { action: { label: 'Undo', run: undo } })
  }
  restore = (ids: readonly string[]) => this.#trashAll(ids, false)

  async #trashAll(ids: readonly string[], trashed: boolean): Promise<string[]> {
    const reply = await this.#ask('runs/trash', { ids: [...ids], trashed })
    this.trashing = null
    if (!reply) return []
    if (reply.refused) this.#notices.show(reply.refused, { tone: 'bad' })
    return reply.done
  }

  /** What is refused is said in passing; null then. */
  async #ask<N extends RequestName>(name: N, input: Requests[N]['in']): Promise<Requests[N]['out'] | null> {
    const reply = await this.#api.request(name, input)
    if (reply.ok) return reply.value
    this.#notices.show(reply.error.message, { tone: 'bad' })
    return null
  }
}

export type { RunState }

/** The models there are: shipped, trained and brought; bringing one in, taking one out, the trash. */
import type { CardDraft, MissingField } from '#contract/complete-card.ts'
import type { ErrorLedger } from '#contract/ledger.ts'
import type { LossBySigma, Model } from '#contract/models.ts'
import type { Api, Events, Failure, Reply, Requests } from '#contract/requests.ts'
import { sendFiles, type NamedFile } from '../api/send-files.ts'
import type { Notices } from '../ui/notices.svelte.ts'

/** What is being worked on: bytes on their way to main, or what main makes of them. `total` 0: there is no count. */
export type Working = { source: string; stage: string; done: number; total: number }
/** Where main finds a file: at a path of its machine, or among what the page sent. */
export type ModelSource = { path: string } | { upload: string }
export type Inspected = { kind: string; guessed: CardDraft; missing: MissingField[] }
export type ImportOptions = Pick<Requests['models/import']['in'], 'card' | 'name' | 'data' | 'anyway'>

const nameOf = (source: ModelSource) => ('path' in source ? source.path : source.upload)

export class ModelShelf {
  #api: Pick<Api, 'request' | 'subscribe'>
  #notices: Pick<Notices, 'show'>
  models = $state.raw<readonly Model[]>([])
  loaded = $state(false)
  failure = $state.raw<Failure | null>(null)
  working = $state.raw<Working | null>(null)
  readonly networks = $derived(this.models.filter(({ role }) => role === 'network'))
  readonly classifiers = $derived(this.models.filter(({ role }) => role === 'classifier'))
  #loading: Promise<void> | null = null

  constructor(api: Pick<Api, 'request' | 'subscribe'>, notices: Pick<Notices, 'show'>) {
    this.#api = api
    this.#notices = notices
    api.subscribe('models/progress', ({ source, stage, done, of }: Events['models/progress']) => {
      if (this.working?.source === source) this.working = { source, stage, done, total: of }
    })
  }

  load(): Promise<void> {
    this.#loading ??= this.#read().finally(() => (this.#loading = null))
    return this.#loading
  }
  async #read() {
    const reply = await this.#api.request('models/list', {})
    this.failure = reply.ok ? null : reply.error
    if (reply.ok) this.models = reply.value
    this.loaded = true
  }

  /** Files that the page was handed, sent to main; `drop` what is not imported. */
  async send(files: readonly NamedFile[]): Promise<Reply<ModelSource>> {
    const upload = crypto.randomUUID()
    const sent = await sendFiles(this.#api, upload, files, (done, total) => {
      this.working = { source: upload, stage: 'sending', done, total }
    })
    this.working = null
    return sent.ok ? { ok: true, value: { upload } } : sent
  }
  /** Whatever is being done; whoever waits for it is told so. */
  cancel(): void {
    void this.#api.request('models/cancel', {})
  }
  drop(source: ModelSource): void {
    if ('upload' in source) void this.#api.request('uploads/drop', source)
  }
  inspect = (source: ModelSource, card: CardDraft): Promise<Reply<Inspected>> =>
    this.#working(nameOf(source), 'reading', () => this.#api.request('models/inspect', { ...source, card }))

  async import(source: ModelSource, options: ImportOptions): Promise<Reply<Model>> {
    const reply = await this.#working(nameOf(source), 'reading', () =>
      this.#api.request('models/import', { ...source, ...options }),
    )
    if (reply.ok) await this.load()
    return reply
  }

  loss = (reference: string, data: string): Promise<Reply<LossBySigma>> =>
    this.#working(reference, 'opening', () =>
      this.#api.request('models/loss', { reference, ...(data && { data }), n: 64, levels: 12 }),
    )
  ledger = (
    reference: string,
    asked: Omit<Requests['models/ledger']['in'], 'reference'>,
  ): Promise<Reply<ErrorLedger>> =>
    this.#working(reference, 'opening', () => this.#api.request('models/ledger', { ...asked, reference }))
  export = (reference: string) =>
    this.#working(reference, 'opening', () => this.#api.request('models/export', { reference }))

  async #working<T>(source: string, stage: string, ask: () => Promise<Reply<T>>): Promise<Reply<T>> {
    this.working = { source, stage, done: 0, total: 0 }
    try {
      return await ask()
    } finally {
      this.working = null
    }
  }

  /** Into the trash, with a way back. */
  async remove({ reference, name }: Model): Promise<void> {
    const reply = await this.#api.request('models/remove', { reference })
    if (!reply.ok) return this.#notices.show(reply.error.message, { tone: 'bad' })
    await this.load()
    const undo = () => void this.#restore(reference)
    this.#notices.show(`“${name}” moved to the trash.`, { action: { label: 'Undo', run: undo } })
  }
  async #restore(reference: string): Promise<void> {
    const reply = await this.#api.request('models/restore', { reference })
    if (!reply.ok) this.#notices.show(reply.error.message, { tone: 'bad' })
    await this.load()
  }
}

/** The data sets there are: what ships, and what was imported. */
import type { DatasetCard, ImportPreview } from '#contract/dataset-card.ts'
import type { ImportInput } from '#contract/import.ts'
import type { Api, Failure, Reply } from '#contract/requests.ts'
import type { Notices } from '../ui/notices.svelte.ts'
import { sendFiles, type NamedFile } from '../api/send-files.ts'

/** `source`: what main calls it in its progress; `doing`: bytes on their way to it, or what it makes of them. */
export type Importing = { source: string; doing: 'sending' | 'reading'; done: number; total: number | null }
/** A path of main's machine, or files that were sent there. */
export type Source = { path: string } | { upload: string }

export class DatasetShelf {
  #api: Pick<Api, 'request' | 'subscribe'>
  #notices: Pick<Notices, 'show'>
  cards = $state.raw<readonly DatasetCard[]>([])
  loaded = $state(false)
  failure = $state.raw<Failure | null>(null)
  /** An import on its way. */
  importing = $state.raw<Importing | null>(null)
  #loading: Promise<void> | null = null

  constructor(api: Pick<Api, 'request' | 'subscribe'>, notices: Pick<Notices, 'show'>) {
    this.#api = api
    this.#notices = notices
    api.subscribe('datasets/progress', (progress) => {
      if (this.importing?.source === progress.source) this.importing = { ...progress, doing: 'reading' }
    })
  }

  /** Describing MNIST for the first time takes main a second or two, so nobody asks before the cards are wanted. */
  load(): Promise<void> {
    this.#loading ??= this.#read().finally(() => (this.#loading = null))
    return this.#loading
  }
  async #read() {
    const reply = await this.#api.request('datasets/list', {})
    this.failure = reply.ok ? null : reply.error
    if (reply.ok) this.cards = reply.value
    this.loaded = true
  }

  /** What the page was handed, since a browser does not say where it lies. Stays with main until it is dropped. */
  async send(files: readonly NamedFile[]): Promise<Reply<{ upload: string }>> {
    const upload = crypto.randomUUID()
    const sent = await sendFiles(this.#api, upload, files, (done, total) => {
      this.importing = { source: upload, doing: 'sending', done, total }
    })
    this.importing = null
    return sent.ok ? { ok: true, value: { upload } } : sent
  }
  drop = (source: Source) => void ('upload' in source && this.#api.request('uploads/drop', source))

  /** What it would be read as; nothing is kept. */
  inspect = (source: Source, fields: ImportInput): Promise<Reply<ImportPreview>> =>
    this.#reading(source, () => this.#api.request('datasets/inspect', { ...source, fields }))

  async keep(source: Source, fields: ImportInput): Promise<Reply<DatasetCard>> {
    const reply = await this.#reading(source, () => this.#api.request('datasets/import', { ...source, fields }))
    if (reply.ok) await this.load()
    return reply
  }
  async #reading<T>(source: Source, ask: () => Promise<Reply<T>>): Promise<Reply<T>> {
    const importing = { source: 'upload' in source ? source.upload : source.path, doing: 'reading' } as const
    this.importing = { ...importing, done: 0, total: null }
    const reply = await ask()
    if (this.importing?.source === importing.source) this.importing = null
    return reply
  }

  /** Into the trash, with a way back. */
  async remove({ id, name }: DatasetCard): Promise<void> {
    const reply = await this.#api.request('datasets/remove', { id })
    if (!reply.ok) return this.#notices.show(reply.error.message, { tone: 'bad' })
    await this.load()
    const undo = () => void this.#restore(id)
    this.#notices.show(`“${name}” moved to the trash.`, { action: { label: 'Undo', run: undo } })
  }
  async #restore(id: string): Promise<void> {
    const reply = await this.#api.request('datasets/restore', { id })
    if (!reply.ok) this.#notices.show(reply.error.message, { tone: 'bad' })
    await this.load()
  }
  async subset(input: { id: string; name: string; subset: Record<string, unknown> }): Promise<Reply<DatasetCard>> {
    const reply = await this.#api.request('datasets/subset', input)
    if (reply.ok) await this.load()
    return reply
  }
  proportions = (id: string, subset: Record<string, unknown>) =>
    this.#api.request('datasets/proportions', { id, subset })
  thumbnails = (id: string) => this.#api.request('datasets/thumbnails', { id })
  spectrum = (id: string) => this.#api.request('datasets/spectrum', { id })
}

/** The data sets there are: what ships, and what was imported. */
import type { Api, DatasetCard, Failure, Reply } from '#contract/requests.ts'

export type Importing = { path: string; done: number; total: number | null }

export class DatasetShelf {
  #api: Pick<Api, 'request' | 'subscribe'>
  cards = $state.raw<readonly DatasetCard[]>([])
  loaded = $state(false)
  failure = $state.raw<Failure | null>(null)
  /** An import on its way. */
  importing = $state.raw<Importing | null>(null)
  #loading: Promise<void> | null = null

  constructor(api: Pick<Api, 'request' | 'subscribe'>) {
    this.#api = api
    api.subscribe('datasets/progress', (progress) => {
      if (this.importing?.path === progress.path) this.importing = progress
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

  async import(input: { path: string; name?: string; size?: number; channels?: 1 | 3 }): Promise<Reply<DatasetCard>> {
    this.importing = { path: input.path, done: 0, total: null }
    const reply = await this.#api.request('datasets/import', input)
    this.importing = null
    if (reply.ok) await this.load()
    return reply
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

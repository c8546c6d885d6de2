/** The named views of one list, as main keeps them. */
import type { Api, Reply } from '#contract/requests.ts'
import type { KeptView } from '#contract/kept-view.ts'
import type { Notices } from './ui/notices.svelte.ts'

export class KeptViews {
  #api: Pick<Api, 'request'>
  #of: KeptView['of']
  #notices: Pick<Notices, 'show'>
  #all = $state.raw<readonly KeptView[]>([])
  readonly names = $derived(this.#all.map(({ name }) => name).toSorted())

  constructor(api: Pick<Api, 'request'>, of: KeptView['of'], notices: Pick<Notices, 'show'>) {
    this.#api = api
    this.#of = of
    this.#notices = notices
    void this.#take(api.request('views/list', {}))
  }

  address = (name: string): string => this.#all.find((view) => view.name === name)?.address ?? ''
  keep = (name: string, address: string) => this.#take(this.#api.request('views/keep', { of: this.#of, name, address }))
  remove = (name: string) => this.#take(this.#api.request('views/remove', { of: this.#of, name }))

  async #take(asked: Promise<Reply<KeptView[]>>) {
    const reply = await asked
    if (reply.ok) this.#all = reply.value.filter(({ of }) => of === this.#of)
    else this.#notices.show(reply.error.message, { tone: 'bad' })
  }
}

/** An import before it is kept: where it comes from, what was typed, and what main makes of both. */
import type { ImportPreview } from '#contract/dataset-card.ts'
import { advisedFields } from '#contract/import-advice.ts'
import type { ImportInput } from '#contract/import.ts'
import type { Failure } from '#contract/requests.ts'
import type { NamedFile } from '../api/send-files.ts'
import type { DatasetShelf, Source } from './dataset-shelf.svelte.ts'
import { fieldsOf, IMPORT_FIELDS, isField, typedOf, type Typed } from './import-fields.ts'

type Shelf = Pick<DatasetShelf, 'send' | 'inspect' | 'keep' | 'drop'>

export class ImportDraft {
  #shelf: Shelf
  #source = $state.raw<Source | null>(null)
  #asked = 0
  #uses = $state.raw<readonly string[]>([])
  typed = $state<Typed>({})
  /** Of what is typed; null while it is being made, and where it was refused. */
  preview = $state.raw<ImportPreview | null>(null)
  failure = $state.raw<Failure | null>(null)
  busy = $state(false)

  /** Fields that the format heeds, and one that was refused. */
  readonly fields = $derived(
    IMPORT_FIELDS.filter(({ name }) => this.#uses.includes(name) || this.faultAt(name) !== null || this.typed[name]),
  )
  /** What the refusal advises, to be taken at a click. */
  readonly advice = $derived(this.failure ? advisedFields(this.failure.message) : [])

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  /** The refusal that stands at a field, or at the source for one that names none. */
  faultAt(name: string | null): string | null {
    const at = this.failure?.field?.split('.').find(isField) ?? null
    return at === name ? (this.failure?.message.replace(/^datasets\/\w+: (fields\.)?/, '') ?? null) : null
  }
  guessOf = (name: string) => this.preview?.reading?.guesses.find(({ field }) => field === name) ?? null
  /** Of fields that the form has not, such as the words that a format always takes. */
  readonly otherGuesses = $derived(
    (this.preview?.reading?.guesses ?? []).filter(({ field }) => !this.fields.some(({ name }) => name === field)),
  )

  /** Files are sent once, however often they are looked at. */
  async from(source: { path: string } | { files: readonly NamedFile[] }): Promise<void> {
    this.forget()
    const asked = ++this.#asked
    if ('path' in source) this.#source = source
    else {
      this.busy = true
      const sent = await this.#shelf.send(source.files)
      if (asked !== this.#asked) return sent.ok ? this.#shelf.drop(sent.value) : undefined
      this.busy = false
      if (!sent.ok) return void (this.failure = sent.error)
      this.#source = sent.value
    }
    await this.look()
  }

  async look(): Promise<void> {
    const source = this.#source
    if (!source) return
    const asked = ++this.#asked
    this.preview = null
    this.busy = true
    const reply = await this.#shelf.inspect(source, fieldsOf(this.typed))
    if (asked !== this.#asked) return
    this.busy = false
    this.preview = reply.ok ? reply.value : null
    this.failure = reply.ok ? null : reply.error
    if (reply.ok) this.#uses = reply.value.uses
  }

  async set(name: keyof ImportInput, text: string): Promise<void> {
    if ((this.typed[name] ?? '') === text) return
    this.typed = { ...this.typed, [name]: text }
    // A name changes nothing of what is read.
    if (name !== 'name') await this.look()
  }
  async take(fields: ImportInput): Promise<void> {
    this.typed = { ...this.typed, ...typedOf(fields) }
    await this.look()
  }

  async keep() {
    const source = this.#source
    if (!source || !this.preview) return null
    this.busy = true
    const reply = await this.#shelf.keep(source, fieldsOf(this.typed))
    this.busy = false
    this.failure = reply.ok ? null : reply.error
    return reply.ok ? reply.value : null
  }

  /** Another source is other data: what was typed for this one is not for that. */
  forget() {
    this.#asked++
    if (this.#source) this.#shelf.drop(this.#source)
    this.#source = null
    this.#uses = []
    this.typed = this.typed.name ? { name: this.typed.name } : {}
    this.preview = null
    this.failure = null
    this.busy = false
  }
}

/** A subset that is being built: what is asked for, and the images of each class that main says it would have. */
import type { DatasetCard } from '#contract/dataset-card.ts'
import type { Failure } from '#contract/requests.ts'
import type { DatasetShelf } from './dataset-shelf.svelte.ts'

export type SubsetMode = 'fractions' | 'proportions' | 'per_class'
export type SubsetInput = Record<string, unknown> & { seed: number }

const QUIET_MS = 120

export class SubsetDraft {
  readonly card: DatasetCard
  #shelf: Pick<DatasetShelf, 'proportions' | 'subset'>
  mode = $state<SubsetMode>('fractions')
  /** Percent of each class: of its images that stay, or of the whole to end with. */
  percent = $state.raw<readonly number[]>([])
  kept = $state.raw<readonly boolean[]>([])
  perClass = $state(100)
  /** Images in all; null = as many as there can be. */
  n = $state<number | null>(null)
  seed = $state(0)
  name = $state('')
  counts = $state.raw<readonly number[] | null>(null)
  failure = $state.raw<Failure | null>(null)
  saving = $state(false)
  #asked = 0

  readonly total = $derived(this.counts?.reduce((sum, count) => sum + count, 0) ?? null)
  readonly spec = $derived.by((): SubsetInput => {
    const { classes } = this.card
    const { kept, percent, n, seed } = this
    const all = kept.every(Boolean)
    const chosen = classes.filter((_, i) => kept[i])
    const base = { ...(n !== null && { n }), seed }
    if (!classes.length) return base
    if (this.mode === 'proportions') return { proportions: this.#shares(), ...base }
    const some = all ? {} : { classes: chosen }
    if (this.mode === 'per_class') return { ...some, per_class: this.perClass, seed }
    const fractions = Object.fromEntries(
      classes.flatMap((name, i) => (kept[i] && percent[i] < 100 ? [[name, percent[i] / 100] as const] : [])),
    )
    return { ...some, ...(Object.keys(fractions).length && { fractions }), ...base }
  })

  constructor(shelf: Pick<DatasetShelf, 'proportions' | 'subset'>, card: DatasetCard) {
    this.#shelf = shelf
    this.card = card
    this.kept = card.classes.map(() => true)
    this.percent = card.classes.map(() => 100)
    this.name = `${card.name} subset`
  }

  setMode(mode: SubsetMode) {
    this.mode = mode
    const { classCounts, count } = this.card
    this.percent = mode === 'proportions' ? classCounts.map((own) => (100 * own) / count) : classCounts.map(() => 100)
  }
  setPercent(index: number, percent: number) {
    this.percent = this.percent.with(index, Math.max(this.mode === 'fractions' ? 0.1 : 0, Math.min(100, percent)))
  }
  setKept(index: number, kept: boolean) {
    // One class at least has to stay.
    if (kept || this.kept.filter(Boolean).length > 1) this.kept = this.kept.with(index, kept)
  }

  /** Shares that sum to 1 exactly enough for main, whatever the sliders say. */
  #shares(): Record<string, number> {
    const own = this.percent.map((percent, i) => (this.kept[i] ? percent : 0))
    const sum = own.reduce((a, b) => a + b, 0)
    return Object.fromEntries(this.card.classes.map((name, i) => [name, sum > 0 ? own[i] / sum : 0]))
  }

  /** Asks main, once the hand has rested for a moment; an answer that was overtaken is dropped. */
  async ask() {
    const asked = ++this.#asked
    const spec = this.spec
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
    if (asked !== this.#asked) return
    const reply = await this.#shelf.proportions(this.card.id, spec)
    if (asked !== this.#asked) return
    this.failure = reply.ok ? null : reply.error
    if (reply.ok) this.counts = reply.value.counts
  }

  async save(): Promise<DatasetCard | null> {
    this.saving = true
    const reply = await this.#shelf.subset({ id: this.card.id, name: this.name.trim(), subset: this.spec })
    this.saving = false
    this.failure = reply.ok ? null : reply.error
    return reply.ok ? reply.value : null
  }
}

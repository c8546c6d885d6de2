/** A card as it is being filled in: what the file told, what was chosen over it, and what is still asked for. */
import { type CardDraft, completeCard, type MissingField } from '#contract/complete-card.ts'
import { Refusal } from '#contract/refusal.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export class CardForm {
  /** What the file told. */
  guessed = $state.raw<CardDraft>({})
  /** What was chosen by hand. */
  given = $state.raw<CardDraft>({})
  /** What neither tells, and what is there and wrong. */
  readonly #answer = $derived.by((): { missing: readonly MissingField[]; wrong: Refusal | null } => {
    try {
      return { missing: completeCard(this.given, this.guessed, 'Card').missing, wrong: null }
    } catch (error) {
      if (error instanceof Refusal) return { missing: [], wrong: error }
      throw error
    }
  })
  readonly missing = $derived(this.#answer.missing)
  readonly wrong = $derived(this.#answer.wrong)

  /** Value of a field or of a part of it, `process.name`; as text, empty where nothing says it. */
  text(field: string): string {
    const value = this.#at(this.given, field) ?? this.#at(this.guessed, field)
    if (value === undefined || value === null) return ''
    return Array.isArray(value) ? `[${value.join(', ')}]` : String(value)
  }
  isMissing = (field: string): boolean =>
    this.missing.some((one) => one.field === field || one.field === field.split('.')[0])
  /** Whether the file itself told it. */
  isTold = (field: string): boolean =>
    this.#at(this.given, field) === undefined && this.#at(this.guessed, field) !== undefined

  set(field: string, text: string) {
    const value = valueOf(text)
    const [first, second] = field.split('.')
    if (second === undefined) this.given = { ...this.given, [first]: value }
    else {
      // A process or shape is taken whole, so what was guessed of it stays with what is chosen.
      const before = this.given[first] ?? this.guessed[first]
      const kept = first === 'process' && second === 'name' ? {} : isRecord(before) ? before : {}
      this.given = { ...this.given, [first]: { ...kept, [second]: value } }
    }
    if (value === undefined) this.given = withoutEmpty(this.given)
  }

  #at(card: CardDraft, field: string): unknown {
    return field.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), card)
  }
}

/** As YAML would read it: a number, a pair, or words; nothing where nothing was typed. */
function valueOf(text: string): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (/^\[.*\]$/.test(trimmed)) return trimmed.slice(1, -1).split(',').map(Number)
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed
}

function withoutEmpty(card: CardDraft): CardDraft {
  const kept = Object.entries(card).flatMap(([key, value]) => {
    if (value === undefined) return []
    return [[key, isRecord(value) ? withoutEmpty(value) : value] as const]
  })
  return Object.fromEntries(kept)
}

/** A network's card out of what was given and what its file told; where neither says, what to ask for. */
import { z } from 'zod'
import { CARD_CHOICES, networkCard, type NetworkCard } from './network-card.ts'
import { toCamel } from './casing.ts'
import { parse } from './parse.ts'
import { Refusal } from './refusal.ts'

/** A card with holes. */
export type CardDraft = Record<string, unknown>

const scalar = z.union([z.string().max(4000), z.number(), z.boolean()])
const value = z.union([scalar, z.array(scalar).max(8), z.record(z.string().max(40), scalar)])
/** As it comes from a page: known fields, plain values of any kind. What they mean together is judged once the file has been read. */
export const cardDraft: z.ZodType<CardDraft> = z.strictObject(
  Object.fromEntries(Object.keys(networkCard.shape).map((field) => [field, value.optional()])),
)
export type MissingField = { field: string; choices: string }
export type CardAnswer = { card: NetworkCard; missing: [] } | { card: null; missing: MissingField[] }

/** `given` wins over `guessed`, field by field; `process` and `shape` are each taken whole, `time` by its parts. */
export function mergeCards(given: CardDraft, guessed: CardDraft): CardDraft {
  const time = isRecord(given.time) && isRecord(guessed.time) ? { ...guessed.time, ...given.time } : undefined
  return { ...guessed, ...given, ...(time && { time }) }
}

/** The card, or each field that nothing tells with its choices. Refuses what is given and wrong. */
export function completeCard(given: CardDraft, guessed: CardDraft, what: string): CardAnswer {
  const merged = mergeCards(given, guessed)
  const result = networkCard.safeParse(merged, { reportInput: true })
  if (result.success) return { card: toCamel(result.data), missing: [] }
  const absent = result.error.issues.filter(({ path }) => valueAt(merged, path) === undefined)
  const missing = absent.map(({ path }) => path.map(String).join('.')).filter((field) => field in CARD_CHOICES)
  // What is there and wrong is said first: asking for more would not mend it.
  if (result.error.issues.length > absent.length || missing.length === 0) parse(networkCard, merged, what)
  // Zod looks at fields that depend on others only once all are there.
  const { parametrisation, form, sigma_data } = merged
  if (parametrisation === 'edm' && form !== 'denoiser' && sigma_data === undefined) missing.push('sigma_data')
  return { card: null, missing: [...new Set(missing)].map((field) => ({ field, choices: CARD_CHOICES[field] })) }
}

const valueAt = (card: CardDraft, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (isRecord(value) ? value[String(key)] : undefined), card)

/** The card, or a refusal that names every missing field with its choices. */
export function demandCard(given: CardDraft, guessed: CardDraft, file: string): NetworkCard {
  const { card, missing } = completeCard(given, guessed, `Card of ${file}`)
  if (card) return card
  const list = missing.map(({ field, choices }) => `${field} (${choices})`).join('; ')
  throw new Refusal(
    `${file} does not say ${list}. Give ${missing.length === 1 ? 'it' : 'them'} in a card (card=CARD.yaml) or as words, such as ${missing[0].field}=...`,
    { field: missing[0].field },
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

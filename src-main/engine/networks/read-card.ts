/** A card as people write it: YAML or JSON, its fields not yet judged. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { regularFileSize } from '#files/regular-file.ts'
import type { CardDraft } from '#contract/complete-card.ts'
import { messageOf, Refusal } from '#contract/refusal.ts'

const LONGEST = 100_000

export function readCard(file: string): CardDraft {
  const refuse = (what: string, cause?: unknown): never => {
    throw new Refusal(`${file} ${what}: expected fields such as "parametrisation: eps".`, { field: file, cause })
  }
  if (regularFileSize(file) > LONGEST) refuse('is too long for a card')
  let card: unknown
  try {
    card = parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 })
  } catch (error) {
    refuse(`is no YAML (${messageOf(error).split('\n')[0]})`, error)
  }
  if (typeof card !== 'object' || card === null || Array.isArray(card)) return refuse('holds no card')
  return card as CardDraft
}

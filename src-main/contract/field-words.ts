/** The field's words turned into ours, wherever a configuration is parsed, each turn told in a sentence. Plain JSON in and out. */
import {
  NOISE_WORDS,
  SAMPLER_WORDS,
  SCHEDULE_WORDS,
  TRAINING_WORDS,
  type FieldWord,
  type FieldWords,
} from '#axes/field-words.ts'
import type { SamplerRow } from '#axes/row.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'

type Tree = { [key: string]: unknown }
export type Folded = { value: unknown; said: string[] }

const WORDS: Readonly<Record<string, FieldWords>> = {
  schedule: SCHEDULE_WORDS,
  sampler: SAMPLER_WORDS,
  training: TRAINING_WORDS,
  noise: NOISE_WORDS,
}

/** Ours for a word of theirs, among the names that are known where it stands; the meaning is looked for before the spelling. */
export function meaningOf(word: string, known: readonly string[]): FieldWord | null {
  const found = Object.values(WORDS).flatMap((words) => (Object.hasOwn(words, word) ? [words[word]] : []))
  return found.find(({ is }) => known.includes(is)) ?? null
}

/** The sampler of that name or alias, upper and lower case alike. */
export function samplerNamed(name: string): string | null {
  const plain = name.toLowerCase()
  const rows: readonly SamplerRow[] = SAMPLER_ROWS
  const row = rows.find((one) => one.name === plain || one.aliases?.some((alias) => alias.toLowerCase() === plain))
  return row?.name ?? null
}

/**
 * A configuration, or a schedule by itself (told by its `family`), with theirs in place of ours turned round. A list of levels that ends in
 * 0 loses the 0; a bare list is a schedule. A word that stands beside ours is left for the parser to refuse.
 */
export function foldWords(input: unknown): Folded {
  const said: string[] = []
  return { value: fold(input, isTree(input) && 'family' in input ? 'schedule' : '', said), said }
}

/** No word stands deeper; what refers to itself is left for the parser to refuse. */
const DEEPEST = 8

function fold(value: unknown, place: string, said: string[], depth = 0): unknown {
  if (depth > DEEPEST) return value
  if (place === 'schedule' && Array.isArray(value)) return withoutZero({ family: 'list', sigmas: value }, said)
  if (!isTree(value)) return value
  const own = Object.hasOwn(WORDS, place) ? renamed(value, WORDS[place], said) : value
  const named = place === 'sampler' ? withOurName(own, said) : own
  const folded = place === 'schedule' ? withoutZero(named, said) : named
  let changed: Tree | null = folded === value ? null : folded
  for (const [key, item] of Object.entries(folded)) {
    const after = fold(item, key, said, depth + 1)
    if (after !== item) changed = { ...(changed ?? folded), [key]: after }
  }
  return changed ?? value
}

function renamed(tree: Tree, words: FieldWords, said: string[]): Tree {
  let changed: Tree | null = null
  for (const [key, item] of Object.entries(tree)) {
    const word = Object.hasOwn(words, key) ? words[key] : undefined
    if (!word || word.is in tree) continue
    const { [key]: _, ...rest } = changed ?? tree
    const scaled = word.times !== undefined && typeof item === 'number'
    changed = { ...rest, [word.is]: scaled ? item * word.times! : item }
    said.push(`${key} (${word.where}) is ${word.is}${scaled ? ` = ${item * word.times!}` : ''} here.`)
  }
  return changed ?? tree
}

function withOurName(sampler: Tree, said: string[]): Tree {
  const { name } = sampler
  const ours = typeof name === 'string' ? samplerNamed(name) : null
  if (ours === null || ours === name) return sampler
  said.push(`The sampler ${String(name)} is ${ours} here.`)
  return { ...sampler, name: ours }
}

function withoutZero(schedule: Tree, said: string[]): Tree {
  const { family, sigmas } = schedule
  if (family !== 'list' || !Array.isArray(sigmas) || sigmas.length < 2 || sigmas.at(-1) !== 0) return schedule
  said.push(`The list ends in 0, which samplers append themselves: taken as its ${sigmas.length - 1} levels above 0.`)
  return { ...schedule, sigmas: sigmas.slice(0, -1) }
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads out of a refusal the words that it advises, so that a test can follow them. */
import { toCamel } from '#contract/casing.ts'
import { importSpec, type ImportFields } from '#contract/import.ts'

const WORDS = new RegExp(`\\b(${Object.keys(importSpec.shape).join('|')})=(\\[[^\\]]*\\]|[\\w]+)`, 'g')

/** Each alternative that a refusal names (`or` parts them): fields as code spells them, judged by the door's own schema. */
export function advised(message: string): ImportFields[] {
  return message.split(/ or /).flatMap((part) => {
    const words = [...part.matchAll(WORDS)].map(([, key, value]) => [key, valueOf(value)])
    return words.length ? [toCamel(importSpec.parse(Object.fromEntries(words)))] : []
  })
}

function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  if (text.startsWith('[')) return text.slice(1, -1).split(',').map(Number)
  return /^\d+$/.test(text) ? Number(text) : text
}

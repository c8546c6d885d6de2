/** The words that a refusal of an import advises, so that a page can offer them and a test follow them. Pure. */
import { importSpec, type ImportInput } from './import.ts'

const WORDS = new RegExp(`\\b(${Object.keys(importSpec.shape).join('|')})=(\\[[^\\]]*\\]|\\w+(?:[.-]\\w+)*)`, 'g')

/** Each alternative that a refusal names (`or` parts them), judged by the door's own schema. */
export function advisedFields(message: string): ImportInput[] {
  return message.split(/ or /).flatMap((part) => {
    const words = [...part.matchAll(WORDS)].map(([, key, value]) => [key, valueOf(value)])
    const read = importSpec.safeParse(Object.fromEntries(words))
    return words.length > 0 && read.success ? [read.data] : []
  })
}

function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  if (text.startsWith('[')) return text.slice(1, -1).split(',').map(Number)
  return /^\d+$/.test(text) ? Number(text) : text
}

/** Lists of levels as programs print them: bare, in a tensor or an array, or in the JSON of this program. */
import { Refusal } from '#contract/refusal.ts'
import { readListAsWritten, parseSigmas } from '../schedule-text.ts'
import type { DataRange } from '../units.ts'

/** As it stands, 0 and disorder included. */
export type WrittenList = { sigmas: Float64Array; dataRange: DataRange | null }

/** `tensor([14.6, ...], device='cuda:0')`, `array([...])`, `sigmas = [...]`: what stands between the brackets. */
const WRAPPED = /^[\w.\s=(]*(\[[^[\]]*\])[^[\]]*$/s

/** `(50., 20.)` and `[np.float64(50.0), np.float32(20.0)]`, as Python prints tuples and lists of NumPy's numbers. */
const asBrackets = (text: string): string =>
  text
    .replace(/\b(?:np|numpy)\.float\d+\(([^()]*)\)/g, '$1')
    .replace(/^((?:[\w.]+\s*=\s*)?)\(([^()[\]]*)\)$/s, '$1[$2]')
    .replace(/\]\s*\.tolist\(\)$/, ']')

/** The text of a list without what a program wraps it in. */
export const unwrapped = (text: string): string => {
  const trimmed = asBrackets(text.trim())
  return /^(?:[\w.]+\s*=\s*)?(?:torch\.|np\.|numpy\.)?(?:tensor|array|FloatTensor)\s*\(|^[\w.]+\s*=\s*\[/.test(trimmed)
    ? (WRAPPED.exec(trimmed)?.[1] ?? trimmed)
    : trimmed
}

/** Numbers, `inf` and `nan` among them: a doctor may have to read it. */
export function readNumbers(text: string): Float64Array {
  const list = unwrapped(text)
  if (!/\b(?:inf|infinity|nan)\b/i.test(list)) return parseSigmas(list)
  const special = new Map<string, number>([
    ['inf', Infinity],
    ['infinity', Infinity],
    ['nan', NaN],
  ])
  const words = list
    .replace(/[[\]]/g, ' ')
    .split(/[\s,;]+/)
    .filter(Boolean)
  return Float64Array.from(words, (word) => {
    const value = special.get(word.toLowerCase().replace(/^\+/, '')) ?? Number(word)
    if (Number.isNaN(value) && word.toLowerCase() !== 'nan')
      throw new Refusal(`"${word.slice(0, 20)}" is no number: a list holds numbers, inf or nan.`, { field: 'sigmas' })
    return value
  })
}

/** A bare list, a schedule file, or what `anneal schedule --json` prints. */
export function readWrittenList(text: string): WrittenList {
  if (!text.trimStart().startsWith('{')) return { sigmas: readNumbers(text), dataRange: null }
  return asPrinted(text) ?? readListAsWritten(text)
}

function asPrinted(text: string): WrittenList | null {
  let object: Record<string, unknown>
  try {
    object = JSON.parse(text) as Record<string, unknown>
  } catch {
    return null // The reader of schedule files says where it breaks.
  }
  const isList = Array.isArray(object.sigmas) && object.sigmas.every((value) => typeof value === 'number')
  if (object.version !== undefined || !isList) return null
  return { sigmas: Float64Array.from(object.sigmas as number[]), dataRange: null }
}

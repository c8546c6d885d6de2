/** What stands behind a command: `key=value` words and files, relative to where the caller stood. */
import { parse as parseYaml, parseDocument, visit } from 'yaml'
import { applyOverrides } from '#contract/overrides.ts'
import { Refusal } from '#contract/refusal.ts'
import { callerPath } from '#files/caller-path.ts'
import { MAX_BYTES } from '#files/read-file.ts'
import { readRegularFile } from '#files/regular-file.ts'
import { parseWithoutDuplicates } from '#files/strict-json.ts'

/** A value as YAML reads it (`1e-3`, `[50, 20]`, `true`, `{family: karras}`); text that is no YAML stays text. */
export function readValue(text: string): unknown {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text)
  try {
    return parseYaml(text, { maxAliasCount: 0, logLevel: 'error' })
  } catch {
    return text
  }
}

/** `['sigma_max=50', 'levels=10']` -> `{ sigma_max: 50, levels: 10 }`. */
export const readWords = (words: readonly string[]): Record<string, unknown> => applyOverrides({}, words, readValue)

/** A configuration file (YAML or JSON) with `key=value` words laid over it; its text is kept for the run's folder. */
export function readConfig(file: string | undefined, words: readonly string[]): { config: object; text: string } {
  const text = file === undefined ? '' : readText(file)
  const parsed = file === undefined ? {} : readYaml(text, file)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Refusal(`${file} holds no configuration: expected fields such as "kind: train".`, { field: file })
  return { config: applyOverrides(parsed as Record<string, unknown>, words, readValue), text }
}

/** A list of a million levels is 20 MB. */
const MOST_TEXT = 64 * 2 ** 20
/** YAML takes a thousand times as long to read as JSON. A configuration written by hand is a hundredth of this. */
const MOST_YAML = 2 ** 18

export const readText = (file: string): string => new TextDecoder().decode(readBytes(file, MOST_TEXT))

export const readBytes = (file: string, most = MAX_BYTES): Uint8Array => readRegularFile(callerPath(file), most)

function readYaml(text: string, file: string): unknown {
  try {
    return parseWithoutDuplicates(text)
  } catch {
    // No JSON: then it is to be YAML.
  }
  if (text.length > MOST_YAML)
    throw new Refusal(
      `${file} holds ${text.length} characters; YAML of at most ${MOST_YAML} is read. Write it as JSON.`,
      {
        field: file,
        code: 'unsupported',
      },
    )
  try {
    // Looking each key up among all others takes its own check from seconds to nothing.
    const document = parseDocument(text, { uniqueKeys: false })
    // A tag that nobody knows, say: what it was to mean is not there.
    const [fault] = [...document.errors, ...document.warnings]
    if (fault) throw fault
    visit(document, { Map: (_, map) => throwIfTwice(map.items.map(({ key }) => String(key))) })
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw new Refusal(`${file} is not valid YAML or JSON: ${firstLine((cause as Error).message)}.`, {
      field: file,
      cause,
    })
  }
}

/** The parser draws the place below its sentence. */
const firstLine = (text: string): string => text.split('\n')[0].replace(/[:.]$/, '')

function throwIfTwice(keys: readonly string[]): void {
  const seen = new Set<string>()
  for (const key of keys) if (seen.size === seen.add(key).size) throw new Error(`the field ${key} stands twice`)
}

/** Splits command words into a file (the first word without '=') and `key=value` words. */
export function splitWords(words: readonly string[]): { file: string | undefined; pairs: string[] } {
  const files = words.filter((word) => !word.includes('='))
  if (files.length > 1)
    throw new Refusal(`Expected one file and key=value words, got ${files.join(' and ')}.`, { field: files[1] })
  return { file: files[0], pairs: words.filter((word) => word.includes('=')) }
}

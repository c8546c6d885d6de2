/** What stands behind a command: `key=value` words and files, relative to where the caller stood. */
import { readFileSync } from 'node:fs'
import { parse as parseYaml, parseDocument } from 'yaml'
import { applyOverrides } from '#contract/overrides.ts'
import { Refusal } from '#contract/refusal.ts'
import { callerPath } from '#files/caller-path.ts'

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

export const readText = (file: string): string => new TextDecoder().decode(readBytes(file))

export function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(callerPath(file))
  } catch (cause) {
    throw new Refusal(`Cannot read ${file}: ${(cause as Error).message}.`, { field: file, code: 'not-found', cause })
  }
}

function readYaml(text: string, file: string): unknown {
  try {
    const document = parseDocument(text)
    // A tag that nobody knows, say: what it was to mean is not there.
    const [fault] = [...document.errors, ...document.warnings]
    if (fault) throw fault
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw new Refusal(`${file} is not valid YAML or JSON: ${(cause as Error).message}`, { field: file, cause })
  }
}

/** Splits command words into a file (the first word without '=') and `key=value` words. */
export function splitWords(words: readonly string[]): { file: string | undefined; pairs: string[] } {
  const files = words.filter((word) => !word.includes('='))
  if (files.length > 1)
    throw new Refusal(`Expected one file and key=value words, got ${files.join(' and ')}.`, { field: files[1] })
  return { file: files[0], pairs: words.filter((word) => word.includes('=')) }
}

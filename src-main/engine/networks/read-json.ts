/** JSON files that lie beside a network from elsewhere. */
import { existsSync, readFileSync } from 'node:fs'
import { regularFileSize } from '#files/regular-file.ts'
import { messageOf, Refusal } from '#contract/refusal.ts'

/** A configuration is a page of text; more is something else. */
const LONGEST = 2 ** 20

export function readJson(file: string): Record<string, unknown> {
  const refuse = (what: string, cause?: unknown): never => {
    throw new Refusal(`${file} ${what}. Get it again from where the network came.`, {
      field: file,
      code: 'damaged',
      cause,
    })
  }
  if (regularFileSize(file) > LONGEST) refuse('is too long for a configuration')
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (error) {
    refuse(`is no JSON (${messageOf(error)})`, error)
  }
  return refuse('holds no object')
}

export const readJsonIfThere = (file: string): Record<string, unknown> | null =>
  existsSync(file) ? readJson(file) : null

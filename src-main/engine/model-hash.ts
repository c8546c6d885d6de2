/** What tells one model from another: the hash of its weights, or of all content of a brought network. */
import { statSync } from 'node:fs'
import type { ModelFile } from '#contract/engine.ts'
import { hashFile } from './weights-file.ts'

/** Of files that have been read already, as long as they are the same. */
const known = new Map<string, { stamp: string; hash: string }>()

export function modelHash({ file, brought }: ModelFile): string {
  if (brought !== null) return brought
  const { mtimeMs, size, ino } = statSync(file)
  const stamp = `${mtimeMs}/${size}/${ino}`
  const before = known.get(file)
  if (before?.stamp === stamp) return before.hash
  const hash = hashFile(file)
  known.set(file, { stamp, hash })
  return hash
}

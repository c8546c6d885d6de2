/** Beside samples on their way to disk: what draws them and how far it came, so that a resume neither mixes networks nor forgets. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeJson } from '#files/write-whole.ts'

export type SampleRecord = {
  /** SHA-256 of the weights, or of what an exact score is made of. */
  weights: string
  /** Backend, precision and the like: `executionNotes`. */
  execution: Record<string, string>
  /** Chunks on disk, and what drawing them took and gave. */
  chunks: number
  seconds: number
  nonFinite: number
  /** Steps that were to be accepted or rejected, and those accepted; absent where a sampler takes every one. */
  proposed?: number
  accepted?: number
}

const fileOf = (runFolder: string) => join(runFolder, 'samples', 'record.json')

/** Written after every chunk: one whose record is missing is drawn again, to the same samples. */
export const writeRecord = (runFolder: string, record: SampleRecord): void => writeJson(fileOf(runFolder), record)

/** Null where no chunk was finished. */
export function readRecord(runFolder: string): SampleRecord | null {
  const file = fileOf(runFolder)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SampleRecord) : null
}

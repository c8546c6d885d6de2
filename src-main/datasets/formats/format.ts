/** A format that a user may bring: its row says how it is known, which fields of an import it makes use of, and how it is read. */
import { camelKey, snakeKey } from '#contract/casing.ts'
import { importSpec, type ImportFields } from '#contract/import.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Dataset } from '../dataset.ts'

export type ImportOptions = ImportFields & {
  /** Told which fields the format of the source makes use of, also where it is refused after all. */
  onUses?: (fields: string[]) => void
  /** Files of a folder of pictures that are none, and were left where they are. */
  onPassedOver?: (names: string[]) => void
  onProgress?: (done: number, total: number) => void
  signal?: AbortSignal
}

type Row = {
  /** In a sentence: "notes.npy is ...". */
  what: string
  /** Besides `name`, which goes with all, and `split`, with those that hold one set as well: a run's data say it for every source. */
  uses: readonly Exclude<keyof ImportFields, 'name' | 'split'>[]
}
export type FolderFormat = Row & {
  holds: (names: readonly string[]) => boolean
  read: (folder: string, options: ImportOptions, names: readonly string[]) => Promise<Dataset>
}
export type FileFormat = Row & {
  /** Its first two bytes. */
  magic: number
  read: (file: string, options: ImportOptions, name: string) => Promise<Dataset>
}

/** Fields that a format makes use of, as they are written. */
export const usedFields = ({ uses }: Row): string[] => ['name', ...uses].map(snakeKey)

/** Refuses the first field that is given and not used: one without effect would be a wish unheard. */
export function refuseUnused(format: Row, given: ImportOptions, path: string): void {
  const used = usedFields(format)
  given.onUses?.(used)
  const wishes: Record<string, unknown> = given
  const idle = Object.keys(importSpec.shape).find(
    (field) => field !== 'split' && wishes[camelKey(field)] !== undefined && !used.includes(field),
  )
  if (idle === undefined) return
  const { what, uses } = format
  const these = uses.length ? `Of ${what} these are used: ${used.join(', ')}` : 'Only name is'
  throw new Refusal(`${idle} has no effect: ${path} is ${what}. ${these}. Leave it out.`, { field: idle })
}

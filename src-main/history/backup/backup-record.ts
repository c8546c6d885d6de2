/** What a backup says of itself: `BACKUP.json`, and `BACKUP.sha256`, which `sha256sum -c` checks without us. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { writeJson, writeWhole } from '#files/write-whole.ts'
import { readJson } from '../run-folder.ts'

/** Of a data folder: what cannot be made again. The database is an index, features are computed again. */
export const PARTS = ['sweeps', 'runs', 'schedules', 'datasets', 'networks'] as const
const RECORD = 'BACKUP.json'
const LISTING = 'BACKUP.sha256'

const record = z.strictObject({
  format: z.literal('anneal-backup-1'),
  /** Milliseconds since 1970. */
  createdAt: z.number().int(),
  anneal: z.string(),
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** SHA-256 of `BACKUP.sha256`. */
  listing: z.string(),
})
export type BackupRecord = z.output<typeof record>
/** Hash of each file, by its path within the backup with `/` between its parts. */
export type Listing = ReadonlyMap<string, string>

export function writeBackupRecord(
  folder: string,
  listing: Listing,
  about: { anneal: string; bytes: number },
): BackupRecord {
  const text = [...listing]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, hash]) => `${hash}  ${path}\n`)
    .join('')
  writeWhole(join(folder, LISTING), text)
  const said: BackupRecord = {
    format: 'anneal-backup-1',
    createdAt: Date.now(),
    ...about,
    files: listing.size,
    listing: sha256(text),
  }
  writeJson(join(folder, RECORD), said)
  return said
}

/** Refuses a folder that is no whole backup, and a list that leads out of it. */
export function readBackupRecord(folder: string): { record: BackupRecord; listing: Listing } {
  if (!existsSync(join(folder, RECORD)))
    throw new Refusal(`${folder} is no backup: it holds no ${RECORD}. Name the folder that anneal backup made.`, {
      field: folder,
      code: 'not-found',
    })
  const said = parse(record, readJson(join(folder, RECORD)), join(folder, RECORD))
  const damaged = (what: string) =>
    new Refusal(`${folder} is damaged: ${what}. Nothing was restored; use another backup.`, {
      field: folder,
      code: 'damaged',
    })
  if (!existsSync(join(folder, LISTING))) throw damaged(`${LISTING} is missing`)
  const text = readFileSync(join(folder, LISTING), 'utf8')
  if (sha256(text) !== said.listing) throw damaged(`${LISTING} is not as it was written`)
  const listing = new Map<string, string>()
  for (const line of text.split('\n').slice(0, -1)) {
    const path = line.slice(66)
    const inner = path.split('/')
    const sound =
      (PARTS as readonly string[]).includes(inner[0]) && inner.every((name) => !['', '.', '..'].includes(name))
    if (!/^[0-9a-f]{64} {2}$/.test(line.slice(0, 66)) || !sound || /[\\\0]/.test(path))
      throw damaged(`${LISTING} lists ${JSON.stringify(path)}`)
    listing.set(path, line.slice(0, 64))
  }
  return { record: said, listing }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A backup back into a data folder: every file held against its hash before anything is there, then whole with one rename. */
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import { copyHashed } from '#files/copy-file.ts'
import { hashOfFile } from '#files/hash-part.ts'
import { fileRefusal } from '#files/read-file.ts'
import { syncFolder, writeRefusal } from '#files/write-whole.ts'
import { PARTS, readBackupRecord, type BackupRecord } from './backup-record.ts'

/** `aside`: where the empty data folder that was there is kept, null where there was none. */
export type Restored = { record: BackupRecord; aside: string | null }

export async function restore(
  from: string,
  home: string,
  { progress = () => {} }: { progress?: (files: number, of: number) => void } = {},
): Promise<Restored> {
  const { record, listing } = readBackupRecord(from)
  const filled = PARTS.find((part) => existsSync(join(home, part)) && readdirSync(join(home, part)).length > 0)
  if (filled)
    throw new Refusal(
      `${home} holds ${filled} already, and two data folders are never mixed. Set ANNEAL_HOME to a folder that is not there yet.`,
      { field: home, code: 'conflict' },
    )
  let partial = ''
  try {
    mkdirSync(dirname(home), { recursive: true })
    partial = mkdtempSync(join(dirname(home), `.${basename(home)}.restoring-`))
    for (const part of PARTS) mkdirSync(join(partial, part))
    let files = 0
    for (const [path, hash] of listing) {
      await restoreFile(from, path, hash, partial)
      progress(++files, listing.size)
    }
    const aside = existsSync(home) ? `${home}.before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}` : null
    if (aside) renameSync(home, aside)
    renameSync(partial, home)
    syncFolder(dirname(home))
    return { record, aside }
  } catch (error) {
    throw writeRefusal(error, home)
  } finally {
    if (partial) rmSync(partial, { recursive: true, force: true })
  }
}

async function restoreFile(from: string, path: string, hash: string, to: string): Promise<void> {
  const source = join(from, path)
  const damaged = (what: string) =>
    new Refusal(`${source} ${what}. Nothing was restored; use another backup.`, { field: source, code: 'damaged' })
  const stat = lstatSync(source, { throwIfNoEntry: false })
  if (!stat) throw damaged('is missing')
  if (!stat.isFile()) throw damaged('is no file any more')
  const target = join(to, path)
  mkdirSync(dirname(target), { recursive: true })
  let read: string
  try {
    read = (await copyHashed(source, target)).hash
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? error : fileRefusal(error, source)
  }
  if (read !== hash) throw damaged('is not as it was backed up')
  if ((await hashOfFile(target)) !== hash)
    throw damaged('reads otherwise once it is written: the disk of the data folder is at fault')
}

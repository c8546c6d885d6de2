/** Opens the history's database: one connection that writes, one that cannot. A damaged file is kept aside, never erased. */
import { existsSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import { migrate, refuseNewer } from './migrate.ts'
import { writeRefusal } from './write-whole.ts'

/** Branded, so that a function that reads cannot be handed the connection that writes by mistake, nor the other way round. */
export type ReadableDatabase = Pick<Database.Database, 'prepare' | 'pragma'> & { readonly access: 'read' }
export type WritableDatabase = Database.Database & { readonly access: 'write' }

export type OpenedDatabase = {
  read: ReadableDatabase
  write: WritableDatabase
  /** It was missing or damaged, and is empty now. */
  fresh: boolean
  notices: string[]
  close(): void
}

export function openDatabase(path: string): OpenedDatabase {
  const notices: string[] = []
  let fresh = !existsSync(path)
  let write: WritableDatabase
  try {
    write = openWritable(path, notices)
  } catch (error) {
    if (!isDamage(error)) throw writeRefusal(error, path)
    notices.push(setAside(path))
    fresh = true
    write = openWritable(path, notices)
  }
  const read = new Database(path, { readonly: true, timeout: 5000 }) as unknown as ReadableDatabase
  const close = () => {
    ;(read as unknown as Database.Database).close()
    // The last connection that closes folds the write-ahead log into the file.
    write.close()
  }
  return { read, write, fresh, notices, close }
}

function openWritable(path: string, notices: string[]): WritableDatabase {
  const unclean = existsSync(`${path}-wal`)
  const db = new Database(path, { timeout: 5000 })
  try {
    // Before anything is written: a pragma like journal_mode changes the file.
    refuseNewer(db, path)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    if (unclean) throwIfDamaged(db)
    const backup = migrate(db, path)
    if (backup !== null) notices.push(`The history was upgraded; its state before is kept in ${backup}.`)
  } catch (error) {
    db.close()
    throw error
  }
  return Object.assign(db, { access: 'write' as const })
}

/** A whole check takes time in proportion to the file, so it is made where the program was not closed properly. */
function throwIfDamaged(db: Database.Database): void {
  const answer = db.pragma('quick_check(1)', { simple: true })
  if (answer !== 'ok') throw Object.assign(new Error(String(answer)), { code: 'SQLITE_CORRUPT' })
}

const isDamage = (error: unknown) =>
  /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: string } | null)?.code ?? ''))

function setAside(path: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  const kept = `${path}.damaged-${stamp}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix)
  }
  return `The history's database was damaged. It is kept as ${kept}, and a new one was made from the run folders.`
}

/** Opens the history's database: one connection that writes, one that cannot. A damaged file is kept aside, never erased. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Refusal } from '#contract/refusal.ts'
import { migrate, migrateCopy, refuseNewer } from './migrate.ts'
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
    const refusal = writeRefusal(error, path)
    if (refusal instanceof Refusal && refusal.code === 'no-space') return openInMemory(path)
    if (!isDamage(error)) throw refusal
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

/**
 * On a full disk not even the log of a transaction can be begun, and the program must start all the same, so that its runs
 * can be seen and space be made. A copy in memory serves until the next start; whatever is written meanwhile goes into the
 * run folders, which the next start reads.
 */
export function openInMemory(path: string): OpenedDatabase {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
  // Bytes 18 and 19 say that there is a write-ahead log beside the file; in memory there is none.
  if (bytes.length > 19) bytes.fill(1, 18, 20)
  const db = new Database(bytes)
  refuseNewer(db, path)
  db.pragma('foreign_keys = ON')
  migrateCopy(db)
  const notices = ['The disk is full. The history can be read; new runs need space. Free some and start again.']
  const read = db as unknown as ReadableDatabase
  const write = Object.assign(db, { access: 'write' as const })
  return { read, write, fresh: bytes.length === 0, notices, close: () => void db.close() }
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

/** Opens the history's database: one connection that writes, one that cannot. A damaged file is kept aside, never erased. */
import { isDamage } from '#files/sqlite-damage.ts'
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { migrate, migrateCopy, refuseNewer, versionOf } from './migrate.ts'
import { writeRefusal } from '#files/write-whole.ts'

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

/** Throws damage (`isDamage`) where the file is none that this program has written whole; it is left as it was. */
export function openDatabase(path: string): OpenedDatabase {
  const notices: string[] = []
  const fresh = !existsSync(path) || statSync(path).size === 0
  let write: WritableDatabase
  try {
    write = openWritable(path, notices)
  } catch (error) {
    throw isDamage(error) ? error : writeRefusal(error, path)
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
 * On a full disk, or in a folder that may not be written, not even the log of a transaction can be begun, and the program must
 * start all the same, so that its runs can be seen. A copy in memory serves until the next start; whatever is written meanwhile goes into the
 * run folders, which the next start reads. `empty`: not of the file, which may be half written.
 */
export function openInMemory(path: string, why: string, empty = false): OpenedDatabase {
  const bytes = empty ? Buffer.alloc(0) : readIfAllowed(path)
  // Bytes 18 and 19 say that there is a write-ahead log beside the file; in memory there is none.
  if (bytes.length > 19) bytes.fill(1, 18, 20)
  const db = new Database(bytes)
  refuseNewer(db, path)
  db.pragma('foreign_keys = ON')
  migrateCopy(db)
  const notices = [`${why} The history can be looked at; nothing new can be kept in it until the next start.`]
  const read = db as unknown as ReadableDatabase
  const write = Object.assign(db, { access: 'write' as const })
  return { read, write, fresh: bytes.length === 0, notices, close: () => void db.close() }
}

function readIfAllowed(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}

function openWritable(path: string, notices: string[]): WritableDatabase {
  const unclean = existsSync(`${path}-wal`)
  const db = new Database(path, { timeout: 5000 })
  try {
    // Before anything is written: a pragma like journal_mode changes the file.
    refuseNewer(db, path)
    refuseForeign(db)
    takeWriteAheadLog(db)
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

/** SQLite does not wait here for others that open a new file at the same time, whatever its timeout: so we do. */
function takeWriteAheadLog(db: Database.Database): void {
  for (const until = performance.now() + 5000; ;) {
    try {
      db.pragma('journal_mode = WAL')
      return
    } catch (error) {
      const busy = String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')
      if (!busy || performance.now() > until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

/** A whole check takes time in proportion to the file, so it is made where the program was not closed properly. */
function throwIfDamaged(db: Database.Database): void {
  const answer = db.pragma('quick_check(1)', { simple: true })
  if (answer !== 'ok') throw damage(String(answer))
}

/** Without one of our versions a file with tables is another program's, or ours with its first page spoilt. */
function refuseForeign(db: Database.Database): void {
  const version = versionOf(db)
  const tables = db.prepare(`select count(*) from sqlite_schema where type = 'table'`).pluck().get() as number
  if (version < 0 || (version === 0 && tables > 0)) throw damage(`version ${version} with ${tables} tables`)
}

const damage = (message: string) => Object.assign(new Error(message), { code: 'SQLITE_CORRUPT' })

/** Renames the file and what belongs to it; says so in a sentence. */
export function setAside(path: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  const kept = `${path}.damaged-${stamp}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix)
  }
  return `The history's database was damaged. It is kept as ${kept}, and a new one was made from the folders.`
}

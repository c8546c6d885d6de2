/**
 * A lock between processes that the operating system lets go of when its holder dies, however it dies: the exclusive file lock
 * of an empty SQLite database. Nothing can go stale, so there is no pid to compare and no heartbeat to miss after a suspend.
 */
import Database from 'better-sqlite3'

export type ExclusiveLock = { release(): void }

/** The lock at `path`, or null while another process (or another holder in this one) has it. Waits up to `milliseconds`. */
export function takeLock(path: string, milliseconds = 0): ExclusiveLock | null {
  const database = new Database(path, { timeout: milliseconds })
  try {
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
    return { release: () => database.close() }
  } catch (error) {
    database.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}

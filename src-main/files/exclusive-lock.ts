/**
 * A lock between processes that the operating system lets go of when its holder dies, however it dies: the exclusive file lock
 * of an empty SQLite database. Nothing can go stale, so there is no pid to compare and no heartbeat to miss after a suspend.
 */
import { isDamage } from './sqlite-damage.ts'
import { truncateSync } from 'node:fs'
import Database from 'better-sqlite3'

export type ExclusiveLock = { release(): void }

/** The lock at `path`, or null while another process (or another holder in this one) has it. Waits up to `milliseconds`. */
export function takeLock(path: string, milliseconds = 0): ExclusiveLock | null {
  try {
    return lockAt(path, milliseconds)
  } catch (error) {
    // Its content says nothing, and whoever holds it would have been met first: damage is wiped.
    if (!isDamage(error)) throw error
    truncateSync(path, 0)
    return lockAt(path, milliseconds)
  }
}

function lockAt(path: string, milliseconds: number): ExclusiveLock | null {
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

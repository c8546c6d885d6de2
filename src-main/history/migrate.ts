/** Brings a database to this program's version of the schema, one transaction a step, a backup first. */
import { existsSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { Refusal } from '#contract/refusal.ts'
import { MIGRATIONS } from './migrations/index.ts'

export const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number

/** Refuses a database from a newer program. Reads only, so that the file stays as it is. */
export function refuseNewer(db: Database, path: string, migrations = MIGRATIONS): void {
  const version = versionOf(db)
  if (version > migrations.length) {
    const message = `${path} was written by a newer Anneal (history version ${version}; this one knows ${migrations.length}). Update Anneal, or set ANNEAL_HOME to another folder. The file is unchanged.`
    throw new Refusal(message, { field: path, code: 'unsupported' })
  }
}

/** Applies what is missing. Returns the path of the backup that was taken of a database with content, or null. */
export function migrate(db: Database, path: string, migrations = MIGRATIONS): string | null {
  const from = versionOf(db)
  if (from >= migrations.length) return null
  const backup = from > 0 ? `${path}.version-${from}.backup` : null
  if (backup !== null) {
    // A backup cut short by a crash must not be kept: VACUUM INTO refuses a file that is there.
    if (existsSync(backup)) rmSync(backup)
    db.prepare('vacuum into ?').run(backup)
  }
  migrateFrom(db, from, migrations)
  return backup
}

/** Without a backup: for a database that is itself a copy. */
export const migrateCopy = (db: Database): void => migrateFrom(db, versionOf(db), MIGRATIONS)

function migrateFrom(db: Database, from: number, migrations: typeof MIGRATIONS): void {
  for (let version = from; version < migrations.length; version++) {
    const step = db.transaction(() => {
      // Another process may have been faster.
      if (versionOf(db) > version) return
      db.exec(migrations[version].sql)
      db.pragma(`user_version = ${version + 1}`)
    })
    step.immediate()
  }
}

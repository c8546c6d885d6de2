/** The database behind a history, whatever becomes of it: where a statement meets damage, a new one made from the folders answers. */
import { Refusal } from '#contract/refusal.ts'
import { isDamage } from '#files/sqlite-damage.ts'
import { type Connection, connect, connectInMemory, fileOf, reconnect } from './connection.ts'

import type { Home } from './home.ts'
import { writeRefusal } from '#files/write-whole.ts'

/** Milliseconds to wait for a database that another program holds: for one change, and for what is tried again anyway. */
const PATIENCE = 5000
const BRIEF = 200

export function openHealing(home: Home) {
  /** What had to be said: a damaged file kept aside, a backup taken, folders that could not be read. */
  const notices: string[] = []
  let db = home.shared ? connectInMemory(home, notices) : connect(home, notices)

  /** A question, put again to the new database where the old turns out to be damaged. */
  const asked =
    <A extends unknown[], T>(question: (of: Connection) => (...args: A) => T) =>
    (...args: A): T => {
      try {
        return question(db)(...args)
      } catch (error) {
        // Rows hold JSON of our own making: what does not parse was damaged where no page shows it.
        if (!isDamage(error) && !(error instanceof SyntaxError)) throw error
        db = reconnect(db, home, notices)
        return question(db)(...args)
      }
    }

  /**
   * One writer at a time over all processes: what is read inside cannot be changed by another before it is written. First into the
   * folder, then into the index; where that is found to be damaged it is made again, from folders that know of the change already.
   */
  function exclusively<T>(toFolder: () => T, toIndex: (value: T) => void = () => {}, again = false): T {
    let done: { value: T } | null = null
    const work = () => {
      done = { value: toFolder() }
      toIndex(done.value)
    }
    try {
      db.write.transaction(work).immediate()
    } catch (error) {
      if (again || !isDamage(error)) throw kept(writeRefusal(error, home.database), done !== null)
      db = reconnect(db, home, notices)
      if (done === null) return exclusively(toFolder, toIndex, true)
    }
    return done!.value
  }

  /** What makes its own transactions. */
  const whole =
    <T>(work: (of: Connection) => T) =>
    (): T => {
      try {
        return asked((of) => () => work(of))()
      } catch (error) {
        throw writeRefusal(error, home.database)
      }
    }

  /** For what is tried again: `work` does not wait long for a database that another program holds. */
  function briefly<T>(work: () => T): T {
    db.write.pragma(`busy_timeout = ${BRIEF}`)
    try {
      return work()
    } finally {
      db.write.pragma(`busy_timeout = ${PATIENCE}`)
    }
  }

  const questions = Object.fromEntries(
    (Object.keys(db.questions) as (keyof Connection['questions'])[]).map((name) => [
      name,
      asked((of) => of.questions[name] as (...args: unknown[]) => unknown),
    ]),
  ) as Connection['questions']
  /** Another value after another process has changed the database, or put another in its place. */
  const version = asked((of) => () => {
    if (of.file !== fileOf(home.database)) db = reconnect(of, home, notices)
    return `${db.file} ${db.version()}`
  })

  return { notices, db: () => db, asked, exclusively, whole, briefly, questions: { ...questions, version } }
}

/** A change whose folder took it is done, whatever keeps the index from showing it: that must not be called undone. */
function kept(error: unknown, inFolder: boolean): unknown {
  if (!inFolder || !(error instanceof Refusal) || error.code !== 'no-space') return error
  const message =
    'The change is kept in its folder, and is shown from the next start on: the disk is full, so that the list of runs could not take it now. Free some space.'
  return new Refusal(message, { field: error.field, code: 'no-space', cause: error.cause })
}

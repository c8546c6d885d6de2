/** The database of a history, open and up to date with the folders. Damage is set aside and made good from them, wherever it shows. */
import { isDamage } from '#files/sqlite-damage.ts'
import { statSync } from 'node:fs'
import { messageOf, Refusal } from '#contract/refusal.ts'
import { prepareDatasetIndex } from './dataset-index.ts'
import { openDatabase, openInMemory, setAside, type OpenedDatabase } from './database.ts'
import type { Home } from './home.ts'
import { prepareLineage } from './lineage.ts'
import type { Skipped } from './identity.ts'
import { prepareReindex } from './reindex.ts'
import { prepareRunIndex } from './run-index.ts'
import { prepareRunQueries } from './run-queries.ts'
import { prepareScheduleStore } from './schedule-store.ts'
import { refuseNetworkDisk } from '#files/network-disk.ts'
import { writeRefusal } from '#files/write-whole.ts'

export type Connection = ReturnType<typeof prepare>

/** Opens the database, or makes it from the folders where there is none. One that is damaged, or none of ours, is set aside first. */
export function connect(home: Home, notices: string[]): Connection {
  refuseNetworkDisk(home.root)
  try {
    return openUpToDate(home, notices)
  } catch (error) {
    if (!isDamage(error)) throw writeRefusal(error, home.database)
    notices.push(setAside(home.database))
    return openUpToDate(home, notices)
  }
}

/**
 * An index kept in memory: of folders on a disk of several machines, where SQLite may not write. It begins with the data sets alone,
 * whatever runs there are: those are taken in one by one.
 */
export function connectInMemory(home: Home, notices: string[]): Connection {
  const connection = prepare(openInMemory(home.database, '', true), home)
  connection.datasets.reindexDatasets((path, error) =>
    notices.push(notice({ path, reason: messageOf(error), kept: false })),
  )
  return connection
}

/** In place of a connection that met with damage. Another process may have set the file aside already: then its new one serves. */
export function reconnect(damaged: Connection, home: Home, notices: string[]): Connection {
  const replaced = damaged.file !== fileOf(home.database)
  damaged.close()
  if (!replaced) notices.push(setAside(home.database))
  return connect(home, notices)
}

function openUpToDate(home: Home, notices: string[]): Connection {
  let why: string
  try {
    return upToDate(openDatabase(home.database), home, notices)
  } catch (error) {
    const refusal = writeRefusal(error, home.database)
    if (!(refusal instanceof Refusal && NOT_WRITABLE.has(refusal.code))) throw error
    why = refusal.message
  }
  try {
    return upToDate(openInMemory(home.database, why), home, notices)
  } catch (error) {
    if (!isDamage(error)) throw error
    return upToDate(openInMemory(home.database, why, true), home, notices)
  }
}

/** A full disk; a folder or disk that may not be written. A database of a newer program is `unsupported` too, and refuses again. */
const NOT_WRITABLE: ReadonlySet<string> = new Set(['no-space', 'unsupported'])

function upToDate(opened: OpenedDatabase, home: Home, notices: string[]): Connection {
  try {
    const connection = prepare(opened, home)
    notices.push(...opened.notices, ...connection.update())
    return connection
  } catch (error) {
    opened.close()
    throw error
  }
}

const notice = ({ path, reason, kept }: Skipped) =>
  `${path} is ${kept ? 'shown as it was last known' : 'not in the history'}: ${reason}`

/** Which file a path leads to at present. */
export function fileOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.dev}:${stat.ino}` : 'none'
}

function prepare({ read, write, fresh, close }: OpenedDatabase, home: Home) {
  const index = prepareRunIndex(write)
  const { reindexRun, reconcile, reindexRuns } = prepareReindex(write, home, index)
  const queries = prepareRunQueries(read, home)
  const schedules = prepareScheduleStore(read, write, home)
  const datasets = prepareDatasetIndex(read, write, home)
  const lastNumber = write.prepare('select coalesce(max(number), 0) from runs').pluck()
  const ends = write.prepare(`select min(position) as first, max(position) as last from runs where state = 'queued'`)
  const folderById = write.prepare('select folder from runs where id = ?').pluck()
  const skipInto = (skipped: Skipped[]) => (path: string, error: unknown) =>
    void skipped.push({ path, reason: messageOf(error) })

  /** Everything from the folders alone; what cannot be read is left out and named. */
  function rebuild() {
    const { runs, skipped, notes } = reindexRuns()
    const skip = skipInto(skipped)
    const rest = () => ({ schedules: schedules.reindexSchedules(skip), datasets: datasets.reindexDatasets(skip) })
    return { runs, ...write.transaction(rest).immediate(), skipped, notes }
  }

  function reconcileAll() {
    const { skipped, notes } = reconcile()
    const skip = skipInto(skipped)
    const rest = () => {
      schedules.reconcileSchedules(skip)
      datasets.reconcileDatasets(skip)
    }
    write.transaction(rest).immediate()
    return { skipped, notes }
  }

  return {
    write,
    index,
    schedules,
    datasets,
    reindexRun,
    rebuild,
    questions: {
      ...queries,
      schedules: schedules.schedules,
      schedule: schedules.schedule,
      datasets: datasets.datasets,
      lineage: prepareLineage(read, queries, schedules.schedules),
    },
    /** Another value after another process has changed the database. */
    version: () => read.pragma('data_version', { simple: true }) as number,
    lastNumber: () => lastNumber.get() as number,
    /** Places of the first and the last that wait. */
    endsOfQueue: () => ends.get() as { first: number | null; last: number | null },
    folderOf(id: string): string {
      const folder = folderById.get(id) as string | undefined
      if (folder === undefined) throw new Refusal(`There is no run ${id}.`, { field: id, code: 'not-found' })
      return folder
    },
    /** Takes in what the folders have to say that the database does not know. Answers what people should know, in sentences. */
    update(): string[] {
      const { skipped, notes } = fresh ? rebuild() : reconcileAll()
      return [...notes, ...skipped.map(notice)]
    },
    file: fileOf(home.database),
    close,
  }
}

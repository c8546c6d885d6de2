/** The database from the folders: one run, those that have changed, or everything. What cannot be read keeps the row it had. */
import { isDamage } from '#files/sqlite-damage.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '#contract/refusal.ts'
import { type WritableDatabase } from './database.ts'
import type { Home } from './home.ts'
import { identify, type KnownRun, type Skipped } from './identity.ts'
import { readLines } from '#files/lines.ts'
import { parseMetricLines, storable } from './metric-lines.ts'
import { listRunFolders, readRunFolder, stampOf, sweepUnfinished } from './run-folder.ts'
import type { RunIndex } from './run-index.ts'

/** `skipped`: folders that are left out, or shown as they were last known; `notes`: what else there is to say, in sentences. */
export type Reindexed = { runs: number; skipped: Skipped[]; notes: string[] }

/** Milliseconds: of one transaction, and between two. */
const SLICE = 50
const GAP = 20

type Row = KnownRun & { stamp: string; state: string }

export function prepareReindex(db: WritableDatabase, home: Home, index: RunIndex) {
  const known = db.prepare('select id, number, folder, stamp, state from runs')

  /** Answers what of it had to be left out, in sentences. */
  function reindexRun(folder: string): string[] {
    const content = readRunFolder(home.runs, folder)
    const path = join(home.runs, folder, 'metrics.jsonl')
    const { step, points, damaged } = parseMetricLines(readLines(path))
    index.putRun(content)
    index.replaceMetrics(content.run.number, step, points.map(storable))
    const lost = `${path}: ${damaged.length === 1 ? 'line' : 'lines'} ${damaged.join(', ')} held no metrics`
    return [...content.damaged, ...(damaged.length > 0 ? [`${lost}; the others are shown.`] : [])]
  }

  /** What is to be read: all but the rows that are settled. Rows whose folder is gone, or is another run's now, go. */
  function plan(isSettled: (row: Row) => boolean) {
    const rows = known.all() as Row[]
    const settled = rows.filter(isSettled)
    const indexed = new Set(rows.map(({ folder }) => folder))
    const folders = listRunFolders(home.runs).filter(
      (folder) => indexed.has(folder) || existsSync(join(home.runs, folder, 'run.json')),
    )
    const { runs, notes, skipped } = identify(home.runs, folders, settled, rows)
    const kept = new Set([...settled, ...runs].map(({ id }) => id))
    const unread = new Set(skipped.filter((one) => one.kept).map(({ path }) => path))
    for (const { id, number, folder } of rows) {
      if (kept.has(id) || unread.has(join(home.runs, folder))) continue
      index.removeRun(id)
      notes.push(`Run ${number} is not in the history any more: its folder ${join(home.runs, folder)} is gone.`)
    }
    return { waiting: runs.map(({ folder }) => folder), indexed, notes, skipped }
  }

  /** In short transactions with gaps between, so that whoever writes at the same time, as a training, need not wait for all. */
  function readAll({ waiting, indexed, notes, skipped }: ReturnType<typeof plan>): Reindexed {
    let runs = 0
    const some = () => {
      const until = performance.now() + SLICE
      do {
        const folder = waiting.shift()!
        try {
          // A savepoint, so that a folder that fails half way leaves the row as it was.
          notes.push(...db.transaction(reindexRun)(folder))
          runs++
        } catch (error) {
          if (isDamage(error)) throw error
          skipped.push({ path: join(home.runs, folder), reason: messageOf(error), kept: indexed.has(folder) })
        }
      } while (waiting.length > 0 && performance.now() < until)
    }
    while (waiting.length > 0) {
      db.transaction(some).immediate()
      if (waiting.length > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, GAP)
    }
    return { runs, notes, skipped }
  }

  return {
    reindexRun,

    /**
     * Reads again what the last process may have left unindexed: folders without a row or with another stamp, and runs that
     * were under way.
     */
    reconcile(): Reindexed {
      const atWork = ({ state }: Row) => state === 'running' || state === 'cancelling'
      const work = () => {
        // Nobody else can be creating.
        sweepUnfinished(home.runs)
        return plan((row) => !atWork(row) && row.stamp === stampOf(join(home.runs, row.folder)))
      }
      return readAll(db.transaction(work).immediate())
    },

    /** Every run anew. */
    reindexRuns: (): Reindexed => readAll(db.transaction(() => plan(() => false)).immediate()),
  }
}

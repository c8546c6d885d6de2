/** The database from the folders: one run, those that have changed, or everything. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '#contract/refusal.ts'
import { isDamage, type WritableDatabase } from './database.ts'
import type { Home } from './home.ts'
import { readLines } from './lines.ts'
import { parseMetricLines, storable } from './metric-lines.ts'
import { listRunFolders, readRunFolder, stampOf, sweepUnfinished } from './run-folder.ts'
import type { RunIndex } from './run-index.ts'

export type Skipped = { path: string; reason: string }

export function prepareReindex(db: WritableDatabase, home: Home, index: RunIndex) {
  const known = db.prepare('select number, folder, stamp, state from runs')
  const clear = db.prepare('delete from runs')

  function reindexRun(folder: string): void {
    const content = readRunFolder(home.runs, folder)
    const path = join(home.runs, folder, 'metrics.jsonl')
    const { step, points } = parseMetricLines(readLines(path), path)
    index.putRun(content)
    index.replaceMetrics(content.run.number, step, points.map(storable))
  }

  function tryReindex(folder: string, skipped: Skipped[]): boolean {
    try {
      // A savepoint, so that a folder that fails half way leaves no row.
      db.transaction(reindexRun)(folder)
      return true
    } catch (error) {
      if (isDamage(error)) throw error
      skipped.push({ path: join(home.runs, folder), reason: messageOf(error) })
      return false
    }
  }

  return {
    reindexRun,

    /**
     * Reads again what the last process may have left unindexed: folders without a row or with another stamp, and runs that
     * were under way. Rows whose folder is gone go too. Call inside an immediate transaction: nobody else can be creating.
     */
    reconcile(): { changed: number; skipped: Skipped[] } {
      sweepUnfinished(home.runs)
      const rows = new Map(
        (known.all() as { number: number; folder: string; stamp: string; state: string }[]).map((row) => [
          row.folder,
          row,
        ]),
      )
      const skipped: Skipped[] = []
      let changed = 0
      for (const folder of listRunFolders(home.runs)) {
        const row = rows.get(folder)
        rows.delete(folder)
        const path = join(home.runs, folder)
        const same = row !== undefined && row.stamp === stampOf(path)
        if (same && row.state !== 'running' && row.state !== 'cancelling') continue
        if (row === undefined && !existsSync(join(path, 'run.json'))) continue
        if (tryReindex(folder, skipped)) changed++
      }
      for (const { number } of rows.values()) index.removeRun(number)
      return { changed: changed + rows.size, skipped }
    },

    /** Every run anew. Call inside a transaction. */
    reindexRuns(): { runs: number; skipped: Skipped[] } {
      clear.run()
      const skipped: Skipped[] = []
      const folders = listRunFolders(home.runs)
      return { runs: folders.filter((folder) => tryReindex(folder, skipped)).length, skipped }
    },
  }
}

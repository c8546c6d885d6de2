/** Writes what a run's folder says into the database: one prepared statement per change. */
import type { Statement } from 'better-sqlite3'
import type { MetricPoint } from '#contract/run.ts'
import type { WritableDatabase } from './database.ts'
import type { RunFolder } from './run-folder.ts'

export type RunIndex = ReturnType<typeof prepareRunIndex>

/** Call each inside a transaction. */
export function prepareRunIndex(db: WritableDatabase) {
  const upsert = db.prepare(`
    insert into runs (number, id, kind, name, state, reason, seed, tags, notes, trashed, created_at, started_at, ended_at,
      step, steps, schedule_hash, folder, position, config, environment, stamp)
    values (@number, @id, @kind, @name, @state, @reason, @seed, @tags, @notes, @trashed, @created_at, @started_at,
      @ended_at, 0, @steps, @schedule_hash, @folder, @position, @config, @environment, @stamp)
    on conflict (number) do update set kind = excluded.kind, name = excluded.name, state = excluded.state,
      reason = excluded.reason, seed = excluded.seed, tags = excluded.tags, notes = excluded.notes,
      trashed = excluded.trashed, created_at = excluded.created_at, started_at = excluded.started_at,
      ended_at = excluded.ended_at, steps = excluded.steps, schedule_hash = excluded.schedule_hash,
      folder = excluded.folder, position = excluded.position, config = excluded.config,
      environment = excluded.environment, stamp = excluded.stamp`)
  // A row that another run holds the id, number or folder of is out of date: nothing of it may show under this one.
  const clash = db.prepare(`
    delete from runs where (number = @number and id <> @id) or (id = @id and number <> @number)
      or (folder = @folder and id <> @id)`)
  const clearParents = db.prepare('delete from run_parents where run = ?')
  const addParent = db.prepare('insert into run_parents (run, ordinal, parent) values (?, ?, ?)')
  const clearResults = db.prepare('delete from results where run = ?')
  const addResult = db.prepare(`
    insert into results (run, ordinal, name, value, low, high, confidence, protocol) values (?, ?, ?, ?, ?, ?, ?, ?)`)
  const setStep = db.prepare('update runs set step = ? where number = ?')
  const clearMetrics = [db.prepare('delete from metrics where run = ?'), db.prepare('delete from latest where run = ?')]
  const addMetric = db.prepare(`
    insert into metrics (run, name, step, value, at) values (?, ?, ?, ?, ?)
    on conflict (run, name, step) do update set value = excluded.value, at = excluded.at`)
  const setLatest = db.prepare(`
    insert into latest (run, name, value) values (?, ?, ?)
    on conflict (run, name) do update set value = excluded.value`)
  const remove = db.prepare('delete from runs where id = ?')
  const fail = db.prepare(`update runs set state = 'failed', reason = ?, ended_at = ?, stamp = '' where id = ?`)

  function putMetrics(number: number, step: number, points: readonly MetricPoint[]): void {
    const latest = new Map<string, number | null>()
    for (const { name, step: at, value, at: time } of points) {
      addMetric.run(number, name, at, value, time)
      latest.set(name, value)
    }
    for (const [name, value] of latest) setLatest.run(number, name, value)
    setStep.run(step, number)
  }

  return {
    /** Everything but the metrics, replaced. */
    putRun(folder: RunFolder): void {
      const { number } = folder.run
      const row = rowOf(folder)
      clash.run({ number, id: row.id, folder: row.folder })
      upsert.run(row)
      clearParents.run(number)
      folder.run.parents.forEach((parent, ordinal) => addParent.run(number, ordinal, parent))
      clearResults.run(number)
      for (const [ordinal, result] of folder.results.entries()) {
        const { name, value, low = null, high = null, confidence = null, protocol } = result
        addResult.run(number, ordinal, name, value, low, high, confidence, JSON.stringify(protocol))
      }
    },
    /** Adds points; those of a step that was there already replace it, as when a run was resumed. */
    putMetrics,
    /** All points of a run, in the order in which they were measured. */
    replaceMetrics(number: number, step: number, points: readonly MetricPoint[]): void {
      for (const statement of clearMetrics as Statement[]) statement.run(number)
      putMetrics(number, step, points)
    },
    /** Of a run whose folder is gone: there is nowhere else to write it. */
    failRun(id: string, reason: string): void {
      fail.run(reason, Date.now(), id)
    },
    removeRun(id: string): void {
      remove.run(id)
    },
  }
}

function rowOf({ folder, run, meta, config, environment, stamp }: RunFolder) {
  return {
    number: run.number,
    id: run.id,
    kind: config.kind,
    name: meta.name,
    state: run.state,
    reason: run.reason,
    seed: config.seed,
    tags: JSON.stringify(meta.tags),
    notes: meta.notes,
    trashed: Number(meta.trashed),
    created_at: run.createdAt,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    steps: run.steps,
    schedule_hash: run.scheduleHash,
    folder,
    position: run.position,
    config: JSON.stringify(config),
    environment: environment && JSON.stringify(environment),
    stamp,
  }
}

/** Finds the lineage of a run, up and down. */
import type { Lineage, LineageRun } from '#contract/lineage.ts'
import type { RunRecord } from '#contract/run.ts'
import type { ScheduleSummary } from '#contract/saved-schedule.ts'
import type { ReadableDatabase } from './database.ts'
import type { RunQueries } from './run-queries.ts'

export function prepareLineage(db: ReadableDatabase, queries: RunQueries, schedules: () => ScheduleSummary[]) {
  const up = db.prepare(`
    with recursive above (id) as (
      select parent from run_parents where run = ?
      union select p.parent from above a join runs r on r.id = a.id join run_parents p on p.run = r.number)
    select id from above`)
  const down = db.prepare(`
    with recursive below (id) as (
      select r.id from run_parents p join runs r on r.number = p.run where p.parent = ?
      union select r.id from below b join run_parents p on p.parent = b.id join runs r on r.number = p.run)
    select id from below`)

  const withResults = (run: RunRecord): LineageRun => ({ run, results: queries.resultsOf(run.number) })
  const found = (ids: string[]) =>
    ids
      .map((id) => queries.find(id))
      .filter((run) => run !== null)
      .toSorted((a, b) => a.number - b.number)
      .map(withResults)

  return (reference: string): Lineage => {
    const run = queries.need(reference)
    const above = (up.all(run.number) as { id: string }[]).map(({ id }) => id)
    const below = (down.all(run.id) as { id: string }[]).map(({ id }) => id)
    const ancestors = found(above)
    const descendants = found(below)
    const hashes = new Set(
      [run, ...[...ancestors, ...descendants].map((other) => other.run)].map((r) => r.scheduleHash),
    )
    const known = new Set(ancestors.map((other) => other.run.id))
    return {
      run: withResults(run),
      ancestors,
      descendants,
      schedules: withParents(schedules(), (schedule) => hashes.has(schedule.hash)),
      missing: above.filter((id) => !known.has(id)),
    }
  }
}

function withParents(all: ScheduleSummary[], wanted: (schedule: ScheduleSummary) => boolean): ScheduleSummary[] {
  const byId = new Map(all.map((schedule) => [schedule.id, schedule]))
  const kept = new Set<ScheduleSummary>()
  for (const start of all.filter(wanted)) {
    for (let at: ScheduleSummary | undefined = start; at && !kept.has(at); at = byId.get(at.parent ?? '')) kept.add(at)
  }
  return all.filter((schedule) => kept.has(schedule))
}

/** Questions about runs, one prepared statement each, on the connection that cannot write. */
import { readRemarks } from './remarks.ts'
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { JUDGED_NAMES } from '#contract/keep-apart.ts'
import { Refusal } from '#contract/refusal.ts'
import type { MetricPoint, Result, RunDetail, RunRecord } from '#contract/run.ts'
import type { RunConfig } from '#contract/run-config.ts'
import type { ReadableDatabase } from './database.ts'
import type { Home } from './home.ts'

const COLUMNS = `r.*,
  (select json_group_array(parent order by ordinal) from run_parents where run = r.number) as parents,
  (select json_group_object(name, value) from latest where run = r.number) as latest`

export type RunQueries = ReturnType<typeof prepareRunQueries>

export function prepareRunQueries(db: ReadableDatabase, home: Home) {
  const all = db.prepare(`select ${COLUMNS} from runs r where trashed <= ? order by number desc`)
  const queued = db.prepare(`select ${COLUMNS} from runs r where state = 'queued' and trashed = 0
    order by position, number`)
  const open = db.prepare(`select ${COLUMNS} from runs r where state in ('running', 'cancelling') order by number`)
  const byNumber = db.prepare(`select ${COLUMNS} from runs r where number = ?`)
  const byId = db.prepare(`select ${COLUMNS} from runs r where id = ?`)
  const along = db.prepare(`select ${COLUMNS} from runs r where schedule_hash = ? order by number`)
  const children = db.prepare(`
    select ${COLUMNS} from runs r where number in (select run from run_parents where parent = ?) order by number`)
  const anyRun = db.prepare('select exists (select 1 from runs)').pluck()
  const position = db.prepare('select position from runs where id = ?').pluck()
  const results = db.prepare('select * from results where run = ? order by ordinal')
  const valuesOfAll = db.prepare(`
    select id, number, config, trashed, (select json_group_object(name, value) from results where run = r.number) as results
    from runs r order by number`)
  const configs = db.prepare(`
    select id, config from runs where @ids is null or id in (select value from json_each(@ids)) order by number`)
  const judged = db.prepare(`
    select r.id, s.name, s.protocol from results s join runs r on r.number = s.run
    where ${JUDGED_NAMES.map((name) => `s.name = '${name}' or s.name glob '${name}/*'`).join(' or ')} order by s.run`)
  const pointsOf = db.prepare(`
    select name, step, value, at from metrics where run = @run and (@name is null or name = @name) order by name, step`)
  // A bucket's mean, at its last step; null if any of it was not finite, for a divergence must be seen.
  const buckets = db.prepare(`
    with span as (
      select name, min(step) as first, (max(step) - min(step) + 1.0) / @points as width
      from metrics where run = @run and (@name is null or name = @name) group by name)
    select m.name, max(m.step) as step, case when count(m.value) = count(*) then avg(m.value) end as value, max(m.at) as at
    from metrics m join span using (name) where m.run = @run
    group by m.name, cast((m.step - span.first) / span.width as integer) order by m.name, max(m.step)`)

  const find = (reference: string): RunRecord | null => {
    const number = /^#?(\d{1,15})$/.exec(reference)
    const row = number ? byNumber.get(Number(number[1])) : byId.get(reference)
    return row ? recordOf(row as RunRow) : null
  }
  const need = (reference: string): RunRecord => {
    const run = find(reference)
    if (run) return run
    const message = `There is no run ${reference}. \`anneal runs\` lists those there are.`
    throw new Refusal(message, { field: reference, code: 'not-found' })
  }
  const folderOf = (reference: string) => join(home.runs, need(reference).folder)

  return {
    find,
    need,
    folderOf,
    /** Newest first. */
    list: ({ trashed = false }: { trashed?: boolean } = {}) => (all.all(Number(trashed)) as RunRow[]).map(recordOf),
    isEmpty: () => anyRun.get() === 0,
    queue: () => (queued.all() as RunRow[]).map(recordOf),
    open: () => (open.all() as RunRow[]).map(recordOf),
    /** Runs that were made from this one, oldest first. */
    childrenOf: (id: string) => (children.all(id) as RunRow[]).map(recordOf),
    /** Place in the queue. */
    positionOf: (id: string) => position.get(id) as number,
    runsAlong: (scheduleHash: string) => (along.all(scheduleHash) as RunRow[]).map(recordOf),
    /** Configurations of the runs with these ids, or of all. */
    configs: (ids?: readonly string[]) =>
      (configs.all({ ids: ids ? JSON.stringify(ids) : null }) as { id: string; config: string }[]).map(
        ({ id, config }) => ({ id, config: JSON.parse(config) as RunConfig }),
      ),
    /** Configuration and results of every run, for tables over thousands of them. */
    values: () =>
      (valuesOfAll.all() as { id: string; number: number; config: string; trashed: number; results: string }[]).map(
        ({ id, number, config, trashed, results }) => ({
          id,
          number,
          trashed: trashed === 1,
          config: JSON.parse(config) as RunConfig,
          values: JSON.parse(results) as Record<string, number | null>,
        }),
      ),
    /** Names and protocols of the results that may not be put together whatever they say. */
    judged: () =>
      (judged.all() as { id: string; name: string; protocol: string }[]).map(({ protocol, ...rest }) => ({
        ...rest,
        protocol: JSON.parse(protocol) as Record<string, unknown>,
      })),
    resultsOf: (number: number) => (results.all(number) as ResultRow[]).map(resultOf),

    /** What a run was asked for. */
    configOf: (reference: string) => JSON.parse((byId.get(need(reference).id) as RunRow).config) as RunConfig,

    /** All of it; looks through its folder. */
    get(reference: string): RunDetail {
      const run = need(reference)
      const row = byId.get(run.id) as RunRow
      return {
        ...run,
        config: JSON.parse(row.config),
        environment: row.environment === null ? null : JSON.parse(row.environment),
        results: (results.all(run.number) as ResultRow[]).map(resultOf),
        files: filesIn(join(home.runs, run.folder)),
        remarks: readRemarks(join(home.runs, run.folder)),
      }
    },

    /** At most `points` of each series, or all. */
    metrics(reference: string, { name, points }: { name?: string; points?: number } = {}): MetricPoint[] {
      const { number } = need(reference)
      if (points === undefined) return pointsOf.all({ run: number, name: name ?? null }) as MetricPoint[]
      if (!(Number.isInteger(points) && points >= 1))
        throw new Refusal(`points must be a whole number above 0, got ${points}.`, { field: 'points' })
      return buckets.all({ run: number, name: name ?? null, points }) as MetricPoint[]
    },

    /** The log from byte `from` on; `next` is where to go on. */
    log(reference: string, from = 0): { text: string; next: number } {
      const path = join(folderOf(reference), 'log.txt')
      if (!existsSync(path)) return { text: '', next: 0 }
      const bytes = readFileSync(path)
      return { text: bytes.subarray(from).toString('utf8'), next: bytes.length }
    },

    /** A file of the run's folder. A path that leads out of it is refused, links included. */
    file(reference: string, path: string): Uint8Array {
      const folder = folderOf(reference)
      const file = join(folder, path)
      const gone = () => new Refusal(`Run ${reference} has no file ${path}.`, { field: path, code: 'not-found' })
      if (path.includes('\0') || !statSync(file, { throwIfNoEntry: false })?.isFile()) throw gone()
      if (!realpathSync(file).startsWith(realpathSync(folder) + sep)) throw gone()
      return readFileSync(file)
    },
  }
}

function filesIn(folder: string): RunDetail['files'] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).split(sep).join('/'), bytes: statSync(path).size }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

type RunRow = {
  [K in 'id' | 'kind' | 'name' | 'state' | 'notes' | 'tags' | 'folder' | 'config' | 'parents' | 'latest']: string
} & { [K in 'number' | 'seed' | 'trashed' | 'created_at' | 'step' | 'steps']: number } & {
  [K in 'started_at' | 'ended_at']: number | null
} & { [K in 'reason' | 'schedule_hash' | 'environment']: string | null }

const recordOf = (row: RunRow): RunRecord => ({
  id: row.id,
  number: row.number,
  kind: row.kind as RunRecord['kind'],
  name: row.name,
  state: row.state as RunRecord['state'],
  reason: row.reason,
  seed: row.seed,
  tags: JSON.parse(row.tags),
  notes: row.notes,
  trashed: row.trashed === 1,
  createdAt: row.created_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  step: row.step,
  steps: row.steps,
  parents: JSON.parse(row.parents),
  scheduleHash: row.schedule_hash,
  folder: row.folder,
  latest: JSON.parse(row.latest),
})

type ResultRow = Pick<Result, 'name' | 'value'> & {
  [K in 'low' | 'high' | 'confidence']: number | null
} & { protocol: string }

const resultOf = ({ name, value, low, high, confidence, protocol }: ResultRow): Result => ({
  name,
  value,
  ...(low !== null && { low }),
  ...(high !== null && { high }),
  ...(confidence !== null && { confidence }),
  protocol: JSON.parse(protocol),
})

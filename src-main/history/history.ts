/** The history of a data folder. Every change goes into the run's folder first, then into the database, then to whoever listens. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, Refusal } from '#contract/refusal.ts'
import type { MetricPoint, Result, RunEnvironment, RunRecord } from '#contract/run.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { prepareDatasetIndex } from './dataset-index.ts'
import { openDatabase } from './database.ts'
import type { Home } from './home.ts'
import { prepareLineage } from './lineage.ts'
import { appendLines } from './lines.ts'
import { metricLines, storable } from './metric-lines.ts'
import { prepareReindex } from './reindex.ts'
import {
  createRunFolder,
  folderName,
  listRunFolders,
  numberOfFolder,
  readMeta,
  readRunFile,
  readRunFolder,
  type RunChange,
  type RunFile,
  type RunMeta,
} from './run-folder.ts'
import { prepareRunIndex } from './run-index.ts'
import { prepareRunQueries } from './run-queries.ts'
import { prepareScheduleStore } from './schedule-store.ts'
import { writeJson, writeRefusal } from './write-whole.ts'

export type NewRun = {
  name: string
  config: RunConfig
  /** The configuration as the user wrote it, comments and all. */
  configText?: string
  parents: string[]
  steps: number
  /** Content of `schedule.json`, and its hash. */
  schedule?: unknown
  scheduleHash?: string | null
  /** Before all that are queued, instead of after. */
  first?: boolean
  anneal: string
}
export type History = ReturnType<typeof openHistory>
export type Tick = { step: number; steps: number; points: readonly MetricPoint[] }

export function openHistory(home: Home) {
  const { read, write, fresh, notices, close } = openDatabase(home.database)
  const index = prepareRunIndex(write)
  const { reindexRun, reconcile, reindexRuns } = prepareReindex(write, home, index)
  const queries = prepareRunQueries(read, home)
  const schedules = prepareScheduleStore(read, write, home)
  const datasets = prepareDatasetIndex(read, write, home)
  const lastNumber = write.prepare('select coalesce(max(number), 0) from runs').pluck()
  const ends = write.prepare(`select min(position) as first, max(position) as last from runs where state = 'queued'`)
  const folderById = write.prepare('select folder from runs where id = ?').pluck()

  /** One writer at a time over all processes: what is read inside cannot be changed by another before it is written. */
  function exclusively<T>(work: () => T): T {
    try {
      return write.transaction(work).immediate()
    } catch (error) {
      throw writeRefusal(error, home.database)
    }
  }

  const folderOf = (id: string): string => {
    const folder = folderById.get(id) as string | undefined
    if (folder === undefined) throw new Refusal(`There is no run ${id}.`, { field: id, code: 'not-found' })
    return folder
  }
  const indexAgain = (folder: string) => index.putRun(readRunFolder(home.runs, folder))

  function rebuild() {
    return exclusively(() => {
      const { runs, skipped } = reindexRuns()
      const skip = (path: string, error: unknown) => void skipped.push({ path, reason: messageOf(error) })
      return { runs, schedules: schedules.reindexSchedules(skip), datasets: datasets.reindexDatasets(skip), skipped }
    })
  }

  const { skipped } = fresh ? rebuild() : exclusively(reconcile)
  for (const { path, reason } of skipped) notices.push(`${path} is not in the history: ${reason}`)

  return {
    home,
    /** What had to be said on opening: a damaged file kept aside, a backup taken, folders that could not be read. */
    notices,
    read: {
      ...queries,
      schedules: schedules.schedules,
      datasets: datasets.datasets,
      lineage: prepareLineage(read, queries, schedules.schedules),
      /** Another value after another process has changed the database. */
      version: () => read.pragma('data_version', { simple: true }) as number,
    },

    create(run: NewRun): RunRecord {
      const id = randomUUID()
      exclusively(() => {
        // Folders count too: one may be there whose row was lost.
        const folders = listRunFolders(home.runs).map(numberOfFolder)
        const number = Math.max(lastNumber.get() as number, folders.at(-1) ?? 0) + 1
        const folder = folderName(number, run.name, run.config.seed)
        const { first, last } = ends.get() as { first: number | null; last: number | null }
        const position = run.first ? (first ?? 0) - 1 : (last ?? 0) + 1
        const { config, configText, schedule } = run
        const meta: RunMeta = { name: run.name, tags: config.tags, notes: '', trashed: false }
        createRunFolder(home.runs, folder, {
          run: newRunFile(run, id, number, position),
          meta,
          config,
          configText,
          schedule,
        })
        indexAgain(folder)
      })
      return queries.need(id)
    },

    /**
     * Changes the run to what `change` makes of its present state, or not at all where it answers null. Nobody can come
     * between the reading and the writing.
     */
    update(id: string, change: (run: RunFile) => Partial<RunChange> | null): RunRecord | null {
      const changed = exclusively(() => {
        const folder = folderOf(id)
        const path = join(home.runs, folder)
        const run = readRunFile(path)
        const changes = change(run)
        if (changes === null) return false
        writeJson(join(path, 'run.json'), { ...run, ...changes })
        indexAgain(folder)
        return true
      })
      return changed ? queries.need(id) : null
    },

    /** One transaction a tick: the metrics' lines, then their rows. */
    tick(id: string, { step, steps, points }: Tick): void {
      const kept = points.map(storable)
      exclusively(() => {
        const folder = folderOf(id)
        const path = join(home.runs, folder)
        appendLines(join(path, 'metrics.jsonl'), metricLines(step, kept, Date.now()))
        const run = readRunFile(path)
        if (run.steps !== steps || run.crashesAtStart !== 0) {
          writeJson(join(path, 'run.json'), { ...run, steps, crashesAtStart: 0 } satisfies RunFile)
          indexAgain(folder)
        }
        index.putMetrics(run.number, step, kept)
      })
    },

    environment(id: string, environment: RunEnvironment): void {
      putFile(id, 'env.json', environment)
    },
    results(id: string, results: readonly Result[]): void {
      putFile(id, 'results.json', results)
    },

    log(id: string, level: string, text: string, at = Date.now()): void {
      const lines = text.split('\n').map((line) => `${new Date(at).toISOString()} ${level} ${line}`)
      appendLines(join(home.runs, folderOf(id), 'log.txt'), lines)
    },

    edit(id: string, { name, tags, notes, trashed }: Partial<RunMeta>): RunRecord {
      exclusively(() => {
        const folder = folderOf(id)
        const path = join(home.runs, folder)
        const meta = readMeta(path)
        const edited = { name: name ?? meta.name, tags: tags ?? meta.tags, notes: notes ?? meta.notes }
        writeJson(join(path, 'meta.json'), { ...edited, trashed: trashed ?? meta.trashed } satisfies RunMeta)
        indexAgain(folder)
      })
      return queries.need(id)
    },

    /** The whole folder for good. For runs in the trash only. */
    remove(id: string): void {
      exclusively(() => {
        const folder = folderOf(id)
        const { number } = readRunFile(join(home.runs, folder))
        if (!readMeta(join(home.runs, folder)).trashed)
          throw new Refusal(`Run ${number} is not in the trash; only runs there are removed for good.`, {
            code: 'conflict',
          })
        rmSync(join(home.runs, folder), { recursive: true, force: true })
        index.removeRun(number)
      })
    },

    saveSchedule: schedules.saveSchedule,
    removeSchedule: schedules.removeSchedule,
    indexDataset: datasets.indexDataset,
    /** Reads one run's folder again, as after its owner died. */
    reindex: (id: string) => exclusively(() => reindexRun(folderOf(id))),
    /** Everything from the folders alone; what cannot be read is left out and named. */
    rebuild,
    close,
  }

  function putFile(id: string, name: string, content: unknown): void {
    exclusively(() => {
      const folder = folderOf(id)
      writeJson(join(home.runs, folder, name), content)
      indexAgain(folder)
    })
  }
}

const newRunFile = (run: NewRun, id: string, number: number, position: number): RunFile => ({
  format: 1,
  id,
  number,
  parents: run.parents,
  scheduleHash: run.scheduleHash ?? null,
  createdAt: Date.now(),
  anneal: run.anneal,
  state: 'queued',
  reason: null,
  startedAt: null,
  endedAt: null,
  steps: run.steps,
  position,
  starts: 0,
  crashesAtStart: 0,
  checkpoint: null,
})

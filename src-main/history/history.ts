/** The history of a data folder. Every change goes into the run's folder first, then into the database, then to whoever listens. */
import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import type { MetricPoint, Result, RunEnvironment, RunRecord } from '#contract/run.ts'
import { openHealing } from './healing.ts'
import type { Home } from './home.ts'
import { appendLines } from '#files/lines.ts'
import { metricLines, storable } from './metric-lines.ts'
import { type NewRun, newRunFile } from './new-run.ts'
import {
  createRunFolder,
  folderName,
  listRunFolders,
  metaToEdit,
  numberOfFolder,
  readMeta,
  readRunFile,
  readRunFolder,
  type RunChange,
  type RunFile,
  type RunMeta,
} from './run-folder.ts'
import type { NewSchedule } from './schedule-store.ts'
import { writeJson } from '#files/write-whole.ts'

export type History = ReturnType<typeof openHistory>
export type Tick = { step: number; steps: number; points: readonly MetricPoint[] }

export function openHistory(home: Home) {
  const { notices, db, exclusively, whole, briefly, questions } = openHealing(home)

  const folderOf = (id: string): string => db().folderOf(id)
  const indexAgain = (folder: string) => db().index.putRun(readRunFolder(home.runs, folder))

  function nextPlace({ name, config }: NewRun): NonNullable<NewRun['place']> {
    // Folders count too: one may be there whose row was lost.
    const folders = listRunFolders(home.runs).map(numberOfFolder)
    const number = Math.max(db().lastNumber(), folders.at(-1) ?? 0) + 1
    return { number, folder: folderName(number, name, config.seed) }
  }

  function editFolder(id: string, { name, tags, notes, trashed }: Partial<RunMeta>): string {
    const folder = folderOf(id)
    const path = join(home.runs, folder)
    const meta = metaToEdit(path)
    if (trashed) refuseOpen(readRunFile(path), 'Cancel it, then move it to the trash.')
    const edited = { name: name ?? meta.name, tags: tags ?? meta.tags, notes: notes ?? meta.notes }
    writeJson(join(path, 'meta.json'), { ...edited, trashed: trashed ?? meta.trashed } satisfies RunMeta)
    return folder
  }

  return {
    home,
    notices,
    read: questions,

    create(run: NewRun): RunRecord {
      const id = run.id ?? randomUUID()
      exclusively(() => {
        const { number, folder } = run.place ?? nextPlace(run)
        const { first, last } = db().endsOfQueue()
        const position = run.first ? (first ?? 0) - 1 : (last ?? 0) + 1
        const { config, configText, schedule, remarks } = run
        const meta: RunMeta = { name: run.name, tags: config.tags, notes: '', trashed: false }
        createRunFolder(home.runs, folder, {
          run: newRunFile(run, id, number, position),
          meta,
          config,
          configText,
          schedule,
          remarks,
        })
        return folder
      }, indexAgain)
      return questions.need(id)
    },

    /**
     * Changes the run to what `change` makes of its present state, or not at all where it answers null. Nobody can come
     * between the reading and the writing.
     */
    update(id: string, change: (run: RunFile, trashed: () => boolean) => Partial<RunChange> | null): RunRecord | null {
      const changed = exclusively(
        () => {
          const folder = folderOf(id)
          const path = join(home.runs, folder)
          const run = readRunFile(path)
          const changes = change(run, () => readMeta(path).trashed)
          if (changes === null) return null
          writeJson(join(path, 'run.json'), { ...run, ...changes })
          return folder
        },
        (folder) => folder !== null && indexAgain(folder),
      )
      return changed === null ? null : questions.need(id)
    },

    /** One transaction a tick: the metrics' lines, then their rows. */
    tick(id: string, { step, steps, points }: Tick): void {
      const kept = points.map(storable)
      exclusively(
        () => {
          const folder = folderOf(id)
          const path = join(home.runs, folder)
          appendLines(join(path, 'metrics.jsonl'), metricLines(step, kept, Date.now()))
          const run = readRunFile(path)
          const other = run.steps !== steps || run.crashesAtStart !== 0
          if (other) writeJson(join(path, 'run.json'), { ...run, steps, crashesAtStart: 0 } satisfies RunFile)
          return { folder, number: run.number, other }
        },
        ({ folder, number, other }) => {
          if (other) indexAgain(folder)
          db().index.putMetrics(number, step, kept)
        },
      )
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

    edit(id: string, edit: Partial<RunMeta>): RunRecord {
      exclusively(() => editFolder(id, edit), indexAgain)
      return questions.need(id)
    },

    /** Into the trash or out of it, many in one transaction; those that cannot be are left as they are, each with its refusal. */
    trash(ids: readonly string[], trashed: boolean): { done: RunRecord[]; refused: Refusal[] } {
      const refused: Refusal[] = []
      const folders = exclusively(
        () =>
          ids.flatMap((id) => {
            try {
              return [{ id, folder: editFolder(id, { trashed }) }]
            } catch (error) {
              if (!(error instanceof Refusal)) throw error
              refused.push(error)
              return []
            }
          }),
        (edited) => edited.forEach(({ folder }) => indexAgain(folder)),
      )
      return { done: folders.map(({ id }) => questions.need(id)), refused }
    },

    /** Ends a run whose folder was taken away over its work, in the index alone; null where its folder is there. Gone for good at the next start. */
    lost(id: string): RunRecord | null {
      const path = join(home.runs, folderOf(id))
      if (existsSync(join(path, 'run.json'))) return null
      const reason = `Its folder ${path} was taken away while it ran. Put it back and resume it, or let it go: the next start leaves it out.`
      exclusively(
        () => id,
        () => db().index.failRun(id, reason),
      )
      return questions.need(id)
    },

    /** The whole folder for good. For runs in the trash only. */
    remove(id: string): void {
      exclusively(
        () => {
          const folder = folderOf(id)
          const run = readRunFile(join(home.runs, folder))
          const { number } = run
          if (!readMeta(join(home.runs, folder)).trashed)
            throw new Refusal(`Run ${number} is not in the trash; only runs there are removed for good.`, {
              code: 'conflict',
            })
          refuseOpen(run, 'Cancel it, then remove it.')
          rmSync(join(home.runs, folder), { recursive: true, force: true })
        },
        () => db().index.removeRun(id),
      )
    },

    saveSchedule(schedule: NewSchedule) {
      return exclusively(
        () => db().schedules.writeSchedule(schedule),
        (saved) => db().schedules.indexSchedule(saved),
      )
    },
    renameSchedule(id: string, name: string) {
      return exclusively(
        () => db().schedules.renameSchedule(id, name),
        (saved) => db().schedules.indexSchedule(saved),
      )
    },
    /** Out of the trash again, under its id. */
    restoreSchedule(id: string) {
      return exclusively(
        () => db().schedules.restoreSchedule(id),
        (saved) => db().schedules.indexSchedule(saved),
      )
    },
    /** Into the trash; false if there was none. Runs keep their own copy. */
    removeSchedule(id: string): boolean {
      return exclusively(
        () => db().schedules.deleteSchedule(id),
        () => db().schedules.dropSchedule(id),
      )
    },
    /** After its folder was written whole, or taken away. */
    indexDataset: (id: string) =>
      exclusively(
        () => id,
        () => db().datasets.indexDataset(id),
      ),
    briefly,
    /** Takes in a folder of `runs/` by its name, as one that another process has made or renamed. */
    takeIn: (folder: string) =>
      exclusively(
        () => folder,
        (name) => db().reindexRun(name),
      ),
    /** Reads one run's folder again, as after its owner died. */
    reindex: (id: string) => exclusively(() => db().reindexRun(folderOf(id))),
    /** Everything from the folders alone; what cannot be read is left out and named. Others can write in between. */
    rebuild: whole((of) => of.rebuild()),
    close: () => db().close(),
  }

  function putFile(id: string, name: string, content: unknown): void {
    exclusively(() => {
      const folder = folderOf(id)
      writeJson(join(home.runs, folder, name), content)
      return folder
    }, indexAgain)
  }
}

/** What is computed must be seen, so that no run is at work, or to be, in the trash. */
function refuseOpen({ number, state }: RunFile, advice: string): void {
  if (state === 'running' || state === 'cancelling' || state === 'queued')
    throw new Refusal(`Run ${number} is ${state}. ${advice}`, { field: 'trashed', code: 'conflict' })
}

/** Saved schedules: one file each under `schedules/`, its levels and hash inside; the table is their index. */
import { isDamage } from '#files/sqlite-damage.ts'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Calibration, calibration } from '#contract/calibration.ts'
import { toCamel } from '#contract/casing.ts'
import { parse, parseSchedule } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import type { SavedSchedule, ScheduleSummary } from '#contract/saved-schedule.ts'
import { type DataRange, scheduleSpec } from '#contract/schedule.ts'
import { type Level, sigmasOf } from '#theory/grids/levels.ts'
import { curveLists, scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { type ReadableDatabase, type WritableDatabase } from './database.ts'
import { openFolderTrash } from './folder-trash.ts'
import type { Home } from './home.ts'
import { readJson } from './run-folder.ts'
import { syncFolder, writeJson } from '#files/write-whole.ts'

type Skip = (path: string, error: unknown) => void
export type NewSchedule = { name: string; spec: unknown; parent?: string | null; evidence?: Calibration }

const scheduleFile = z.strictObject({
  format: z.literal(1),
  id: z.uuid(),
  name: z.string().min(1).max(120),
  spec: scheduleSpec,
  /** Largest first, no trailing 0. */
  sigmas: z.array(z.number().positive()),
  /** Of a schedule of two curves: the time and the level of the corruption at each sigma. */
  t: z.array(z.number()).optional(),
  levels: z.array(z.number()).optional(),
  hash: z.string(),
  parent: z.string().nullable(),
  createdAt: z.number().int(),
  /** Of a fitted schedule. It stands in the file alone: the table needs none of it. */
  evidence: calibration.optional(),
})

/**
 * Identity of a schedule: SHA-256 of its levels and the data range they are measured in, as JSON with the shortest decimal
 * that reads back as the same float64. Two families that give the same levels are one schedule. Times and levels of a
 * corruption are part of it where there are such.
 */
export function scheduleHash(levels: readonly Level[], dataRange: DataRange | null): string {
  const identity = { format: 'anneal-schedule-1', dataRange, sigmas: sigmasOf(levels), ...curveLists(levels) }
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex')
}

export function prepareScheduleStore(read: ReadableDatabase, write: WritableDatabase, home: Home) {
  const all = read.prepare('select id, name, hash, parent, created_at from schedules order by created_at, id')
  const sizeOf = read.prepare(
    `select spec ->> 'family' as family, json_array_length(sigmas) as levels from schedules where id = ?`,
  )
  const one = read.prepare('select * from schedules where id = ?')
  /** Counting a million levels takes a moment, and a saved schedule never changes. */
  const sizes = new Map<string, Pick<ScheduleSummary, 'family' | 'levels'>>()
  const put = write.prepare(`
    insert or replace into schedules (id, name, spec, sigmas, hash, parent, created_at)
    values (@id, @name, @spec, @sigmas, @hash, @parent, @createdAt)`)
  const drop = write.prepare('delete from schedules where id = ?')
  const clear = write.prepare('delete from schedules')
  const ids = write.prepare('select id from schedules').pluck()
  const pathOf = (id: string) => join(home.schedules, `${id}.json`)

  function index(saved: SavedSchedule) {
    const { evidence: _, ...schedule } = saved
    return put.run({ ...schedule, spec: JSON.stringify(schedule.spec), sigmas: JSON.stringify(schedule.sigmas) })
  }
  const trash = openFolderTrash(home.schedules, { what: 'saved schedule', field: 'id' })
  function fileOf(id: string) {
    refuseNoId(id)
    if (!existsSync(pathOf(id)))
      throw new Refusal(`There is no saved schedule ${id}.`, { field: 'id', code: 'not-found' })
    return parse(scheduleFile, readJson(pathOf(id)), pathOf(id))
  }
  const files = () => readdirSync(home.schedules).filter((file) => /^[^.].*\.json$/.test(file))

  /** False where the file cannot be read: it is left out and named. */
  function indexFile(name: string, skip: Skip): boolean {
    const path = join(home.schedules, name)
    try {
      index(savedOf(parse(scheduleFile, readJson(path), path)))
      return true
    } catch (error) {
      if (isDamage(error)) throw error
      skip(path, error)
      return false
    }
  }

  return {
    /** Oldest first, without their levels. */
    schedules: () =>
      (all.all() as Omit<ScheduleRow, 'spec' | 'sigmas'>[]).map(({ created_at, ...row }): ScheduleSummary => {
        const size = sizes.get(row.id) ?? (sizeOf.get(row.id) as Pick<ScheduleSummary, 'family' | 'levels'>)
        sizes.set(row.id, size)
        return { ...row, ...size, createdAt: created_at }
      }),
    schedule(id: string): SavedSchedule {
      const row = one.get(id) as ScheduleRow | undefined
      if (!row) throw new Refusal(`There is no saved schedule ${id}.`, { field: 'id', code: 'not-found' })
      const file = existsSync(pathOf(id)) ? parse(scheduleFile, readJson(pathOf(id)), pathOf(id)) : null
      return { ...scheduleOf(row), ...(file?.evidence && { evidence: file.evidence }) }
    },

    /** The file; `indexSchedule` makes its row. */
    writeSchedule({ name, spec, parent = null, evidence }: NewSchedule): SavedSchedule {
      const parsed = parseSchedule(spec)
      const levels = scheduleLevels(toCamel(parsed))
      const schedule: SavedSchedule = {
        id: randomUUID(),
        name,
        spec: parsed,
        sigmas: sigmasOf(levels),
        hash: scheduleHash(levels, parsed.data_range ?? null),
        parent,
        createdAt: Date.now(),
        ...(evidence && { evidence }),
      }
      const file = parse(scheduleFile, { format: 1, ...schedule, ...curveLists(levels) }, 'Schedule')
      writeJson(pathOf(schedule.id), file)
      return schedule
    },
    indexSchedule: index,

    renameSchedule(id: string, name: string): SavedSchedule {
      const file = { ...fileOf(id), name }
      writeJson(pathOf(id), parse(scheduleFile, file, 'Schedule'))
      return savedOf(file)
    },

    /** The file goes to the trash; false if there was none. `dropSchedule` takes the row. */
    deleteSchedule(id: string): boolean {
      refuseNoId(id)
      const there = existsSync(pathOf(id))
      if (there) trash.remove(`${id}.json`)
      syncFolder(home.schedules)
      return there
    },
    restoreSchedule(id: string): SavedSchedule {
      refuseNoId(id)
      trash.restore(`${id}.json`)
      syncFolder(home.schedules)
      return savedOf(fileOf(id))
    },
    dropSchedule: (id: string) => void drop.run(id),

    /** Makes the table anew from the files. Call inside a transaction. */
    reindexSchedules(skip: Skip): number {
      clear.run()
      return files().filter((name) => indexFile(name, skip)).length
    },

    /** Rows for files that have none, and none for files that are gone. Call inside a transaction. */
    reconcileSchedules(skip: Skip): void {
      const known = new Set(ids.all() as string[])
      for (const name of files()) if (!known.delete(name.slice(0, -'.json'.length))) indexFile(name, skip)
      for (const id of known) drop.run(id)
    },
  }
}

const savedOf = ({ format: _format, t: _t, levels: _levels, ...saved }: z.output<typeof scheduleFile>): SavedSchedule =>
  saved

function refuseNoId(id: string): void {
  if (!z.uuid().safeParse(id).success)
    throw new Refusal(`${id} is no id of a schedule.`, { field: 'id', code: 'not-found' })
}

export function summaryOf(saved: SavedSchedule): ScheduleSummary {
  const { spec, sigmas, evidence: _, ...rest } = saved
  return { ...rest, family: spec.family, levels: sigmas.length }
}

type ScheduleRow = { [K in 'id' | 'name' | 'spec' | 'sigmas' | 'hash']: string } & {
  parent: string | null
  created_at: number
}

const scheduleOf = ({ created_at, spec, sigmas, ...rest }: ScheduleRow): SavedSchedule => ({
  ...rest,
  spec: JSON.parse(spec),
  sigmas: JSON.parse(sigmas),
  createdAt: created_at,
})

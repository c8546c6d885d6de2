/**
 * One look at a sweep that others compute, by the process that holds its lock: what their folder says becomes the history's, and they
 * are asked to go on or to stop. Whatever is killed between two lines, the next look goes on; a run is in the history by its one id.
 */
import { rmSync } from 'node:fs'
import { Refusal } from '#contract/refusal.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import type { RunService } from '#runs/run-service.ts'
import { askAgain } from '../ask-again.ts'
import {
  type CellsFile,
  isSettled,
  NEW_CELL,
  type Plan,
  readCells,
  readPlan,
  readWanted,
  writeCells,
} from '../sweep-folder.ts'
import { openClaims } from './claims.ts'
import type { Driver } from './driver.ts'
import type { Elsewhere } from './elsewhere.ts'
import { openMirror } from './mirror-run.ts'
import { writePlace } from './place-file.ts'
import {
  allowShared,
  beginAgain,
  readWork,
  refusedReason,
  sharedRuns,
  stopReason,
  stopShared,
} from './shared-folder.ts'
import { openWatchers } from './watch-workers.ts'

export type Follow = {
  sweep: string
  number: number
  plan: Plan
  elsewhere: Elsewhere
  service: RunService
  driver: Driver
}
export type Follower = { look(): Promise<void>; close(): Promise<void> }

/** Milliseconds between two looks at a disk that others share. */
const BETWEEN = 1000

export function openFollower({ sweep, number, plan, elsewhere, service, driver }: Follow): Follower {
  const { folder, on } = elsewhere
  const { history } = service
  let work = readWork(folder)
  const places = new Map(readPlan(folder).cells.map(({ id }, i) => [id, i + 1]))
  const mirror = openMirror(folder, service, `sweep ${number} on ${on}`)
  const claims = openClaims(folder)
  const watchers = openWatchers(folder, work.heartbeat.stale)
  let lookedAt = -Infinity
  let told = ''
  let closing = false

  async function look(): Promise<void> {
    if (performance.now() - lookedAt < (on === 'here' ? 0 : BETWEEN)) return
    lookedAt = performance.now()
    const { wanted, ...asked } = readWanted(sweep)
    const file = readCells(sweep)
    if (isSettled(file, asked)) return
    const before = JSON.stringify(file)
    const again = askAgain(file, asked)
    for (const id of again) {
      beginAgain(folder, places.get(id)!, id)
      delete file.cells[id]
    }
    if (again.length > 0) work = readWork(folder)

    watchers.look()
    await takeOver(file)
    const left = leftOf(plan.cells, file)
    if (wanted === 'going') {
      if (!closing) allowShared(folder)
      if (left.length > 0 && !closing) await driver.ensure(left, watchers.gone())
    } else {
      if (stopReason(folder) === null) stopShared(folder, `the sweep was ${wanted}`)
      await driver.stop()
    }
    const busy = driver.busy() || watchers.busy()
    if (wanted === 'cancelled' && !busy) cancelLeft(left, file)
    file.settled = !busy && (wanted === 'cancelled' || (wanted === 'going' && left.length === 0))
    if (JSON.stringify(file) !== before) writeCells(sweep, file)
    tell()
    if (file.settled && on === 'here' && left.length === 0) rmSync(folder, { recursive: true, force: true })
  }

  /** What the shared folder says of each cell that has not ended here. */
  async function takeOver(file: CellsFile): Promise<void> {
    const runs = sharedRuns(folder)
    const claimed = claims.read()
    for (const { id } of plan.cells) {
      const place = places.get(id)
      if (place === undefined || file.cells[id]?.ended) continue
      const run = runs.get(place)
      const refused = refusedReason(folder, place)
      if (run) {
        const entry = (file.cells[id] ??= { ...NEW_CELL, run: work.runs[id] })
        const record = await mirrored(() => mirror(run, watchers.lost(claimed.get(place))))
        const { state } = record ?? {}
        entry.held = false
        if (record && (state === 'finished' || state === 'failed')) {
          Object.assign(entry, { ended: state, reason: record.reason })
          continue
        }
      }
      if (refused !== null) endFailed(id, refused, file)
    }
  }

  /** A folder that is renamed while it is read is looked at again. */
  async function mirrored<T>(read: () => Promise<T>): Promise<T | null> {
    try {
      return await read()
    } catch (error) {
      const gone = (error as NodeJS.ErrnoException).code === 'ENOENT'
      if (gone || (error instanceof Refusal && error.code === 'not-found')) return null
      throw error
    }
  }

  function endFailed(id: string, reason: string, file: CellsFile): void {
    const entry = (file.cells[id] ??= { ...NEW_CELL })
    const run = entry.run && history.read.find(entry.run)
    if (run) endHere(run.id, 'failed', reason)
    else entry.run = null
    Object.assign(entry, { ended: 'failed', reason })
  }

  /** Resumed, they are the others' again. */
  function cancelLeft(left: readonly Cell[], file: CellsFile): void {
    for (const { id } of left) {
      const entry = file.cells[id]
      if (!entry) continue
      if (entry.run && history.read.find(entry.run)) endHere(entry.run, 'cancelled', null, true)
      Object.assign(entry, { ended: 'cancelled', reason: null })
    }
  }

  function endHere(id: string, state: 'failed' | 'cancelled', reason: string | null, keep = false): void {
    const now = Date.now()
    const run = history.update(id, (was) => ({
      state,
      reason,
      endedAt: was.endedAt ?? now,
      ...(!keep && { elsewhere: undefined }),
    }))
    service.relay('runs/changed', run!)
  }

  function tell(): void {
    const now = { jobs: driver.jobs(), notes: [...driver.notes(), ...watchers.notes()] }
    if (told === (told = JSON.stringify(now))) return
    writePlace(sweep, now)
  }

  return {
    look,
    async close() {
      closing = true
      await driver.close()
      lookedAt = -Infinity
      // What has just ended here is seen now: nobody may look again for long.
      await look()
    },
  }
}

/** Cells that can still be computed: not those that have ended, nor those that need a hole. */
function leftOf(cells: readonly Cell[], file: CellsFile): Cell[] {
  const holes = new Set<string>()
  return cells.filter(({ id, needs }) => {
    const ended = file.cells[id]?.ended ?? null
    if ((ended !== null && ended !== 'finished') || Object.values(needs).some((needed) => holes.has(needed)))
      holes.add(id)
    return ended !== 'finished' && !holes.has(id)
  })
}

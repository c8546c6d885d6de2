/**
 * Works on the runs of a shared folder until there is nothing left for it: claims one, makes or takes over its folder, lets an engine
 * compute it. What it is given alone it prefers; then what its own runs wait for,
 * and what was left lying of its stage.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf, Refusal } from '#contract/refusal.ts'
import type { RunRecord } from '#contract/run.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import { openHistory } from '#history/history.ts'
import { sharedHome } from '#history/home.ts'
import { openRunEvents, type RunEvents } from '#runs/run-events.ts'
import { startWork, type Work, type WorkOptions } from '#runs/run-work.ts'
import { readPlan } from '../sweep-folder.ts'
import { openClaims } from './claims.ts'
import { DONE } from './worker-ends.ts'
import { openPlaces } from './places.ts'
import { openWatch, startBeating } from './heartbeat.ts'
import { openLivePreview } from './live-preview.ts'
import { prepareRun } from './prepare-run.ts'
import { carriedRuns, readWork, refuseCell, stopReason, type WorkFile } from './shared-folder.ts'

export type WorkerOptions = {
  folder: string
  /** Number of the array's task; null: all that there is. */
  task: number | null
  /** What Slurm calls it, and how often it has put it back. */
  job?: string | null
  restarts?: number
  /** What runs here: to be what the sweep was begun with. */
  program: Pick<WorkFile, 'anneal' | 'code' | 'library'>
  threads?: number | null
  /** Folder of what ships with the program. */
  resources: string
  engine: WorkOptions
  events?: RunEvents
  note?: (line: string) => void
}
/** `ended`: why no more was done. */
export type Worked = { finished: number; ended: string }

/** A run whose engine dies so often without a step between is not helped by another try. */
const MOST_STALLS = 3

export function openWorker(options: WorkerOptions): { done: Promise<Worked>; stop: (reason: string) => void } {
  const { folder, task, program, note = () => {} } = options
  const work = readWork(folder)
  refuseOtherProgram(work, program)
  if (task !== null && work.tasks[task] === undefined)
    throw new Refusal(`task: this sweep has tasks 0 to ${work.tasks.length - 1}, got ${task}.`, { field: 'task' })

  const plan = readPlan(folder)
  const history = openHistory(sharedHome(folder))
  const from = { history, resources: options.resources }
  const claims = openClaims(folder)
  const events = options.events ?? openRunEvents()
  const places = openPlaces(folder, plan.cells)
  const candidates = task === null ? plan.cells : choose(plan.cells, work.tasks[task])
  const helped = new Set(
    task === null ? [] : candidates.slice(ownAndNeeded(plan.cells, work.tasks[task]).length).map(({ id }) => id),
  )
  const own = new Set(task === null ? plan.cells.map(({ id }) => id) : work.tasks[task].cells)
  const { every, stale } = work.heartbeat
  const watch = openWatch(folder, stale)
  const stalls = new Map<string, { times: number; step: number }>()
  /** Runs that only another machine can go on with. */
  const notHere = new Map<string, string>()

  let reason: string | null = null
  let current: { place: number; generation: number; work: Work } | null = null
  const keepPreview = openLivePreview()
  const stopPreviews = events.subscribe('runs/preview', ({ id, ...preview }) =>
    keepPreview(history.read.folderOf(id), preview),
  )
  const { job = null, restarts = 0, threads = null } = options
  const beating = startBeating(folder, every, { task, job, restarts, library: program.library, threads }, check)

  function check(): void {
    const asked = stopReason(folder)
    if (asked !== null) stop(asked)
    if (current && overtaken(current)) current.work.cancel()
  }
  const overtaken = ({ place, generation }: { place: number; generation: number }) =>
    (claims.read().get(place)?.generation ?? 0) > generation

  const stopped = () => reason !== null

  function stop(why: string): void {
    reason ??= why
    current?.work.cancel()
  }

  /** The next cell that is free, claimed; `wait`: there is none now, and there may be. */
  function next(): { cell: Cell; place: number; generation: number } | 'wait' | null {
    places.look()
    const claimed = claims.read()
    let wait = false
    for (const cell of candidates) {
      const state = places.stateOf(cell.id)
      if (state !== 'open') {
        wait ||= state === 'waiting' && own.has(cell.id)
        continue
      }
      if (notHere.has(cell.id)) continue
      const place = places.placeOf(cell.id)
      const claim = claimed.get(place)
      // What nobody has begun yet is its own task's, which Slurm will start: only what was left lying is helped with.
      if (!claim && helped.has(cell.id)) continue
      const life = claim && claim.worker !== beating.id ? watch(claim.worker) : 'ended'
      // Its holder is alive: whoever does all waits for it, a task of an array leaves it alone.
      if (life === 'alive') wait ||= task === null
      else if (life === 'unsure') wait = true
      else {
        const generation = (claim?.generation ?? 0) + 1
        if (claims.take(place, generation, beating.id)) return { cell, place, generation }
        wait = true
      }
    }
    return wait ? 'wait' : null
  }

  async function run(cell: Cell, place: number, generation: number): Promise<RunRecord | null> {
    const id = prepareRun(
      { folder, work, cells: plan.cells, from, version: program.anneal, library: program.library },
      cell,
      place,
      generation,
    )
    if (id === null) return null
    const work_ = startWork(id, from, events, options.engine)
    if (!work_) return null
    current = { place, generation, work: work_ }
    const { number, name } = history.read.need(id)
    note(`run ${number} ${name}${generation > 1 ? `, taken over (${generation}. time)` : ''}`)
    if (reason !== null) work_.cancel()
    const ended = await work_.done
    const lost = overtaken(current)
    current = null
    if (lost) note(`run ${number} is another task's by now`)
    else note(`run ${number} ${ended.state}${ended.reason ? `: ${ended.reason}` : ''}`)
    return lost ? null : ended
  }

  /** An engine that died by itself: another try, unless none gets further. */
  function again(cell: Cell, place: number, { step, reason: why }: RunRecord): void {
    const before = stalls.get(cell.id)
    const times = before && step <= before.step ? before.times + 1 : 1
    stalls.set(cell.id, { times, step })
    if (times >= MOST_STALLS)
      refuseCell(folder, place, `Interrupted ${times} times without a step between them. ${why ?? ''}`.trimEnd())
  }

  async function all(): Promise<Worked> {
    let finished = 0
    try {
      for (const name of carriedRuns(folder)) history.takeIn(name)
      check()
      while (!stopped()) {
        const found = next()
        if (found === null) break
        if (found === 'wait') {
          await sleep(Math.min(1000, every * 200))
          continue
        }
        const { cell, place, generation } = found
        try {
          const ended = await run(cell, place, generation)
          if (ended?.state === 'finished') finished++
          if (ended?.state === 'interrupted' && reason === null) again(cell, place, ended)
        } catch (error) {
          current = null
          if (!(error instanceof Refusal) || error.code === 'no-space') throw error
          if (overtaken({ place, generation })) continue
          if (error.code === 'unsupported' && error.field === 'library') notHere.set(cell.id, error.message)
          else refuseCell(folder, place, error.message)
          note(error.message)
        }
      }
      const [left] = notHere.values()
      if (left !== undefined && reason === null) throw new Refusal(left, { field: 'library', code: 'unsupported' })
      return { finished, ended: reason ?? DONE }
    } catch (error) {
      reason = messageOf(error)
      throw error
    } finally {
      stopPreviews()
      try {
        beating.end(reason ?? DONE)
      } finally {
        history.close()
      }
    }
  }

  return { done: all(), stop }
}

function refuseOtherProgram(work: WorkFile, { anneal, code }: WorkerOptions['program']): void {
  if (work.code === code) return
  const which =
    work.anneal === anneal ? `${anneal} with other code (${code.slice(0, 12)}, not ${work.code.slice(0, 12)})` : anneal
  const message = `This machine runs Anneal ${which}, and the sweep was begun with ${work.anneal}: nothing was computed. Let all machines run the same, as from one folder on the shared disk.`
  throw new Refusal(message, { field: 'anneal', code: 'unsupported' })
}

/** Its own cells and those that they need, then the rest of its stage from the end. */
function choose(cells: readonly Cell[], task: WorkFile['tasks'][number]): Cell[] {
  const first = ownAndNeeded(cells, task)
  return [...first, ...cells.filter((cell) => cell.step === task.stage && !first.includes(cell)).toReversed()]
}

function ownAndNeeded(cells: readonly Cell[], { cells: own }: WorkFile['tasks'][number]): Cell[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]))
  const chosen = new Set<Cell>()
  const add = (id: string): void => {
    const cell = byId.get(id)!
    for (const needed of Object.values(cell.needs)) add(needed)
    chosen.add(cell)
  }
  for (const id of own) add(id)
  return [...chosen]
}

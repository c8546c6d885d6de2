/** All that a door needs of runs: start, watch, cancel, resume. The same in the app, the served page and the command line. */
import { parseRunConfig } from '#contract/parse.ts'
import { messageOf, Refusal } from '#contract/refusal.ts'
import type { Remark } from '#contract/remark.ts'
import type { RunRecord } from '#contract/run.ts'
import type { Patience } from '#engine/engine-client.ts'
import type { StartProcess } from '#workers/start-process.ts'
import { openHistory, type History } from '#history/history.ts'
import type { Home } from '#history/home.ts'
import { readRunFile } from '#history/run-folder.ts'
import { isHeld } from '#files/write-whole.ts'
import { furtherAdvice } from './continued-run.ts'
import { LOOK_MILLISECONDS, openOtherProcesses } from './other-processes.ts'
import { resolveRun } from './resolve-run.ts'
import { openRunEvents, type RunEvent } from './run-events.ts'
import { openRunQueue } from './run-queue.ts'
import { isOpen } from './run-state.ts'
import { after } from './run-work.ts'

export type RunServiceOptions = {
  home: Home
  /** Folder of what ships with the program. */
  resources: string
  /** What an engine needs in its environment: compute's `engineEnvironment`. */
  engineEnvironment: () => Record<string, string>
  version: string
  /**
   * all: whatever is queued, as the app does. own: only what this process started, resumed or waits for, as a command does,
   * so that it can end with its own run. Default: own.
   */
  runs?: 'all' | 'own'
  startProcess?: StartProcess
  /** Paths of the engine's entry and of the module with its jobs, where they are not beside their source. */
  entry?: string
  jobs?: string
  patience?: Partial<Patience>
}
/** `first`: before all that wait. `id`: chosen by the caller, who can then tell whether a start that was broken off was made. */
export type StartOptions = { configText?: string; first?: boolean; queueOnly?: boolean; id?: string }
export type RunService = ReturnType<typeof openRunService>

/** Runs whose files are written before anybody else is answered. */
const TRASHED_AT_ONCE = 50

export function openRunService(options: RunServiceOptions) {
  const { home, resources, version, engineEnvironment, startProcess, entry, jobs, patience } = options
  const history: History = openHistory(home)
  const from = { history, resources }
  const events = openRunEvents()
  const ours = new Set<string>()
  const takes = (run: RunRecord) => options.runs === 'all' || ours.has(run.id)
  const environment = { ...engineEnvironment(), ANNEAL_VERSION: version }
  const onUnwritten = (id: string, error: unknown) => events.emit('runs/unwritten', { id, message: messageOf(error) })
  const engine = { environment, startProcess, entry, jobs, patience }
  const queue = openRunQueue(from, events, { ...engine, takes, onUnwritten })

  const announceOthers = openOtherProcesses(history.read, events, () => queue.current()?.id)
  let lookedAt = ''

  function look(): void {
    if (!queue.owner() && (options.runs === 'all' || ours.size > 0)) queue.own()
    if (lookedAt !== (lookedAt = history.read.version())) {
      announceOthers()
      queue.heed()
    }
    queue.pump()
  }
  const timer = setInterval(look, LOOK_MILLISECONDS)

  const changed = (run: RunRecord): RunRecord => {
    events.emit('runs/changed', run)
    events.emit('runs/queue', { order: history.read.queue().map(({ id }) => id) })
    return run
  }

  if (options.runs === 'all') look()
  else queue.settle()

  return {
    history,
    /** The run at work in this process. */
    current: (): RunRecord | null => {
      const work = queue.current()
      return work === null ? null : (history.read.find(work.id) ?? null)
    },
    /** What a configuration is resolved against. */
    from,
    /** Whether this process works the queue. */
    owner: queue.owner,
    subscribe: events.subscribe,
    /** What is told of a run that is computed elsewhere. */
    relay: events.emit,

    /**
     * Parses, resolves and queues; refuses whatever is wrong before anything is written. Starts at once where it can, unless it is
     * only to be queued: then whoever works the queue takes it, which this process may already do.
     */
    startRun(config: unknown, { configText, first, queueOnly = false, id }: StartOptions = {}): RunRecord {
      const { schedule, ...resolved } = resolveRun(parseRunConfig(config), from)
      const scheduleHash = schedule?.hash ?? null
      const run = history.create({ ...resolved, id, schedule, scheduleHash, configText, first, anneal: version })
      if (!queueOnly) ours.add(run.id)
      changed(run)
      if (!queueOnly) look()
      return history.read.need(run.id)
    },

    /** What a configuration would be read with in mind, before anything is written. */
    remarksOn: (config: unknown): Remark[] => resolveRun(parseRunConfig(config), from).remarks ?? [],

    /** Works on a run that another process has queued, as if it had been started here. */
    adopt(reference: string): void {
      const { id } = history.read.need(reference)
      if (ours.has(id)) return
      ours.add(id)
      look()
    },

    /** What is wrong with the history, and what cannot be written at the moment: sentences for people. */
    notices: (): string[] => [...history.notices, ...new Set([...queue.unwritten().values()].map(messageOf))],

    /**
     * The run once it has ended or was interrupted; rejects where a full disk keeps its start or end from being written. Events
     * of it on the way, however far away it is computed.
     */
    async waitFor(reference: string, onEvent: (event: RunEvent) => void = () => {}): Promise<RunRecord> {
      const { id } = history.read.need(reference)
      ours.add(id)
      look()
      const stop: (() => unknown)[] = []
      try {
        return await new Promise<RunRecord>((resolve, reject) => {
          for (const name of ['runs/changed', 'runs/tick', 'runs/preview', 'runs/log'] as const) {
            stop.push(
              events.subscribe(name, (event) => {
                if (event.id === id) onEvent({ name, event } as RunEvent)
              }),
            )
          }
          stop.push(events.subscribe('runs/changed', (run) => run.id === id && !isOpen(run.state) && resolve(run)))
          stop.push(events.subscribe('runs/unwritten', (lost) => lost.id === id && reject(queue.unwritten().get(id))))
          const run = history.read.need(id)
          if (!isOpen(run.state)) resolve(run)
          const error = queue.unwritten().get(id) ?? queue.refusal()
          if (error && !isHeld(error)) reject(error)
        })
      } finally {
        for (const end of stop) end()
      }
    },

    /** A request: `cancelling` until the engine has stopped. Safe to repeat. */
    cancel(reference: string): RunRecord {
      const { id } = history.read.need(reference)
      refuseElsewhere(history, id)
      queue.own()
      const run = history.update(id, (open) => (open.state === 'cancelled' ? null : after(open, 'cancel')))
      if (run) changed(run)
      queue.heed()
      return history.read.need(id)
    },

    /** Back into the queue, to go on from its last checkpoint. */
    resume(reference: string): RunRecord {
      const asked = history.read.need(reference)
      const { id, state } = asked
      refuseElsewhere(history, id)
      const advice = furtherAdvice(asked, history)
      if (advice) throw advice
      queue.own()
      // One that still seems to run, because a full disk keeps its end from being written.
      const error = queue.unwritten().get(id)
      if (isOpen(state) && error !== undefined) throw error
      const last = history.read.queue().at(-1)
      const run = history.update(id, (ended, trashed) => {
        const resumed = { ...after(ended, 'resume'), position: placeAfter(history, last) }
        if (!trashed()) return resumed
        const message = `Run ${ended.number} is in the trash. Bring it back, then resume it.`
        throw new Refusal(message, { field: 'trashed', code: 'conflict' })
      })
      ours.add(id)
      changed(run!)
      look()
      return history.read.need(id)
    },

    /** Puts a queued run before another, or last. Returns the new order. */
    move(reference: string, before: string | null): string[] {
      const { id } = history.read.need(reference)
      const order = history.read.queue().map((run) => run.id)
      if (!order.includes(id)) throw new Refusal('Only a queued run can be moved.', { field: 'id', code: 'conflict' })
      const others = order.filter((other) => other !== id)
      const place = before === null ? others.length : others.indexOf(history.read.need(before).id)
      if (place < 0)
        throw new Refusal('A run can only be moved before a queued one.', { field: 'before', code: 'conflict' })
      const moved = others.toSpliced(place, 0, id)
      for (const [i, run] of moved.entries()) {
        history.update(run, ({ position }) => (position === i + 1 ? null : { position: i + 1 }))
      }
      events.emit('runs/queue', { order: moved })
      return moved
    },

    /** Name, tags, notes, trash: what may change at any time. */
    edit(reference: string, edit: Parameters<History['edit']>[1]): RunRecord {
      const run = history.edit(history.read.need(reference).id, edit)
      events.emit('runs/changed', run)
      return run
    },

    /** Into the trash or out of it, a batch at a time, so that others are answered in between. The refusal is the first there was. */
    async trash(ids: readonly string[], trashed: boolean): Promise<{ done: string[]; refused: string | null }> {
      const done: string[] = []
      let refused: string | null = null
      for (let from = 0; from < ids.length; from += TRASHED_AT_ONCE) {
        const batch = history.trash(ids.slice(from, from + TRASHED_AT_ONCE), trashed)
        done.push(...batch.done.map(({ id }) => id))
        refused ??= batch.refused[0]?.message ?? null
        events.emit('runs/trashed', { runs: batch.done, done: done.length, of: ids.length })
        await new Promise((resolve) => setImmediate(resolve))
      }
      return { done, refused }
    },

    /** Resolves once none of the runs that are this process's to work on is open. */
    async idle(): Promise<void> {
      while (queue.current() !== null || [...history.read.queue(), ...history.read.open()].some(takes))
        await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS))
    },

    /** The run at work here is stopped and left `interrupted`; the queue goes to the next process that wants it. */
    async close(): Promise<void> {
      clearInterval(timer)
      await queue.close()
      history.close()
    },
  }
}

/** What other machines compute is theirs to stop, by its sweep. */
function refuseElsewhere(history: History, id: string): void {
  const { number, elsewhere } = readRunFile(history.read.folderOf(id))
  if (elsewhere === undefined) return
  const message = `Run ${number} is computed by ${elsewhere}: pause, resume or cancel that sweep instead.`
  throw new Refusal(message, { field: 'id', code: 'conflict' })
}

/** Behind the last of the queue: numbers grow, so that a run's place never has to be changed for another's. */
const placeAfter = (history: History, last: RunRecord | undefined): number =>
  last ? history.read.positionOf(last.id) + 1 : 1

/**
 * Looks at the sweeps again and again: works on those that this process holds the lock of, and tells of all that change, whoever
 * changed them. Two processes never work on one sweep at a time.
 */
import { join } from 'node:path'
import { messageOf } from '#contract/refusal.ts'
import type { SweepSummary } from '#contract/sweep-view.ts'
import type { ExclusiveLock } from '#files/exclusive-lock.ts'
import { numberOfFolder } from '#history/run-folder.ts'
import type { RunService } from '#runs/run-service.ts'
import { advance, type FindFinished, type SweepWork } from './advance.ts'
import type { Follower } from './shared/follow-shared.ts'
import { summaryOf } from './sweep-detail.ts'
import {
  isSettled,
  listSweepFolders,
  lockSweep,
  type Plan,
  readCells,
  readPlan,
  readWanted,
  stampOfSweep,
} from './sweep-folder.ts'

export type SweepLooksOptions = {
  runs: RunService
  /** all: every sweep, as the app does. own: those that this process started, resumed or follows. */
  work: 'all' | 'own'
  /** A finished run that can be taken instead of one more like it. */
  findFinished: FindFinished
  /** Opens what follows a sweep that others compute. */
  follow?: OpenFollower
}
export type OpenFollower = (sweep: SweepWork & { fresh: boolean }) => Promise<Follower | null>

export const LOOK_MILLISECONDS = 300

type Held = { lock: ExclusiveLock; plan: Plan; fresh: boolean; follower: Follower | null }

export function openSweepLooks({ runs, work, findFinished, follow = async () => null }: SweepLooksOptions) {
  const { sweeps } = runs.history.home
  const ours = new Set<string>()
  const held = new Map<string, Held>()
  const seen = new Map<string, { stamp: string; settled: boolean }>()
  const troubles = new Map<string, string>()
  const listeners = new Set<(sweep: SweepSummary) => void>()
  let closing = false
  let looking: Promise<void> | null = null
  let again = false

  const pathOf = (id: string) => join(sweeps, id)
  const summary = (id: string) => summaryOf(id, readWanted(pathOf(id)), readCells(pathOf(id)))

  /** One look at a time; a change meanwhile asks for another. Later, never at once: the change may come out of a look, half way through. */
  function look(): void {
    if (closing) return
    again = true
    looking ??= Promise.resolve().then(lookWhileAsked)
  }

  async function lookWhileAsked(): Promise<void> {
    while (again) {
      again = false
      await lookAtAll()
    }
    looking = null
  }

  async function lookAtAll(): Promise<void> {
    for (const id of work === 'all' ? folders() : ours) {
      if (closing) return
      try {
        await lookAt(id)
        troubles.delete(id)
      } catch (error) {
        troubles.set(id, messageOf(error))
      }
    }
  }

  function folders(): readonly string[] {
    try {
      return listSweepFolders(sweeps)
    } catch {
      // A disk that is not there now: the next look asks again.
      return []
    }
  }

  async function lookAt(id: string): Promise<void> {
    const folder = pathOf(id)
    const stamp = stampOfSweep(folder)
    const known = seen.get(id)
    if (known?.stamp !== stamp) note(id, stamp, known !== undefined)
    if (seen.get(id)!.settled) return
    const here = held.get(id) ?? (await take(id))
    if (!here) return
    const sweep = { folder, number: numberOfFolder(id), plan: here.plan }
    if (here.follower) await here.follower.look()
    else await advance(sweep, runs, here.fresh ? null : findFinished)
    const now = stampOfSweep(folder)
    if (now !== stamp) note(id, now, true)
    if (!seen.get(id)!.settled) return
    await letGo(here)
    held.delete(id)
  }

  async function letGo({ lock, follower }: Held): Promise<void> {
    await follower?.close()
    lock.release()
  }

  function note(id: string, stamp: string, changed: boolean): void {
    const wanted = readWanted(pathOf(id))
    seen.set(id, { stamp, settled: isSettled(readCells(pathOf(id)), wanted) })
    if (changed) tell(id)
  }

  async function take(id: string): Promise<Held | null> {
    const folder = pathOf(id)
    const lock = lockSweep(folder)
    if (!lock) return null
    try {
      const [plan, { fresh }] = [readPlan(folder), readWanted(folder)]
      const here = { lock, plan, fresh, follower: await follow({ folder, number: numberOfFolder(id), plan, fresh }) }
      held.set(id, here)
      return here
    } catch (error) {
      lock.release()
      throw error
    }
  }

  function tell(id: string): void {
    const changed = summary(id)
    for (const listener of listeners) listener(changed)
  }

  const timer = setInterval(look, LOOK_MILLISECONDS)
  const stopListening = runs.subscribe('runs/changed', look)
  if (work === 'all') look()

  return {
    look,
    summary,
    pathOf,
    /** From now on this process works on the sweep, if no other does. */
    own(id: string): void {
      ours.add(id)
      look()
    },
    tell,
    /** Returns how to stop listening. */
    subscribe(listener: (sweep: SweepSummary) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** What keeps a sweep from being worked on, by its folder. */
    troubles,
    async close(): Promise<void> {
      closing = true
      clearInterval(timer)
      stopListening()
      await looking
      for (const here of held.values()) await letGo(here)
    },
  }
}

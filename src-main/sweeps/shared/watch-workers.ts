/** Watches all workers of a shared folder: whether any is at work, and what became of those that are not, in sentences. */
import { PLANNED_ENDS } from './worker-ends.ts'
import type { Claim } from './claims.ts'
import { type Life, openWatch, readWorker, type Worker, workerIds } from './heartbeat.ts'

const MOST_NOTES = 8

export function openWatchers(folder: string, stale: number) {
  const watch = openWatch(folder, stale)
  const workers = new Map<string, Worker>()
  const lives = new Map<string, Life>()

  function look(): void {
    for (const id of workerIds(folder)) {
      const before = lives.get(id)
      if (before === 'ended' || before === 'dead') continue
      const life = watch(id)
      lives.set(id, life)
      if (before === undefined || life === 'ended') workers.set(id, readWorker(folder, id))
    }
  }

  const dead = (worker: Worker) => `${nameOf(worker)} gave no sign of life and counts as dead`

  return {
    look,
    busy: () => [...lives.values()].some((life) => life === 'alive' || life === 'unsure'),
    /** Tasks as the scheduler calls them, `123_4`, of which every worker has ended or died. */
    gone(): Set<string> {
      const tasks = new Set([...workers.values()].flatMap(({ job }) => job ?? []))
      for (const { id, job } of workers.values()) {
        const life = lives.get(id)
        if (job !== null && life !== 'ended' && life !== 'dead') tasks.delete(job)
      }
      return tasks
    },
    /** What happened to the run of a claim whose holder is gone; null where it is at work. */
    lost(claim: Claim | undefined): string | null {
      const worker = claim && workers.get(claim.worker)
      if (!worker || lives.get(worker.id) !== 'dead') return null
      return `${dead(worker)}. Its run goes on from its last checkpoint with the next that takes it.`
    },
    notes(): string[] {
      const ordered = [...workers.values()].toSorted((a, b) => a.at - b.at)
      // One task may have died more than once.
      return [...new Set(ordered.flatMap((worker) => notesOf(worker, lives.get(worker.id))))].slice(-MOST_NOTES)
    },
  }

  function notesOf(worker: Worker, life: Life | undefined): string[] {
    const again =
      worker.restarts > 0
        ? [`${nameOf(worker)} was put back into the queue by Slurm and has begun again (start ${worker.restarts + 1}).`]
        : []
    if (life === 'dead') return [...again, `${dead(worker)}.`]
    const planned = worker.ended === null || PLANNED_ENDS.has(worker.ended)
    return planned ? again : [...again, `${nameOf(worker)} has ended: ${worker.ended}.`]
  }
}

function nameOf({ task, job, host, pid }: Worker): string {
  if (task === null) return `The worker ${pid} on ${host}`
  return `Task ${task}${job ? ` (job ${job})` : ''} on ${host}`
}

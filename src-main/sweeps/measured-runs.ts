/** What finished runs of this history have cost: seconds and bytes for as much work. */
import { readRunFile } from '#history/run-folder.ts'
import type { RunService } from '#runs/run-service.ts'
import { type Known, type Work, workOf } from './work-of-run.ts'

export type Measured = {
  /** Numbers of the runs. */
  runs: number[]
  /** The least and the most work among them. */
  amounts: [number, number]
  /** Around the work itself: opening, reading, writing. */
  overhead: number
  /** For each unit of work. */
  seconds: number
  bytes: number
}

/** Those with the most alike amount of work: a run of few evaluations spends its time on other things. */
const MOST = 5
/** Of so many it is asked whether they went straight through. */
const ASKED = 50

/** By `like` of their work. */
export function measuredRuns({ history }: RunService): { of: (work: Work) => Measured | null; known: Known } {
  const { read } = history
  const all = read.values()
  const configs = new Map(
    all.flatMap(({ id, number, config }) => [[id, config] as const, [String(number), config] as const]),
  )
  const known: Known = {
    networkOf(reference) {
      const config = configs.get(reference)
      return config?.kind === 'train' ? config.network : reference
    },
    runOf: (reference) => configs.get(reference) ?? null,
  }
  const finished = new Map(read.list({}).flatMap((run) => (run.state === 'finished' ? [[run.id, run]] : [])))
  const groups = new Map<string, { id: string; work: Work; drawing: number | null }[]>()
  for (const { id, config, values } of all) {
    if (!finished.has(id)) continue
    const work = workOf(config, known)
    const drawing = config.kind === 'sample' ? (values.seconds ?? null) : null
    groups.set(work.like, [...(groups.get(work.like) ?? []), { id, work, drawing }])
  }

  function costOf({ id, work, drawing }: { id: string; work: Work; drawing: number | null }) {
    const run = finished.get(id)!
    const whole = ((run.endedAt ?? 0) - (run.startedAt ?? 0)) / 1000
    const inside = work.grows ? Math.min(drawing ?? whole, whole) : 0
    const bytes = read.get(id).files.reduce((sum, file) => sum + file.bytes, 0)
    return { seconds: inside / work.amount, overhead: whole - inside, bytes: bytes / (work.samples ?? 1) }
  }

  return {
    known,
    of({ like, amount }) {
      const away = ({ work }: { work: Work }) => Math.abs(Math.log(work.amount / amount))
      const near = (groups.get(like) ?? []).toSorted((a, b) => away(a) - away(b)).slice(0, ASKED)
      // One that was interrupted has waited for its next start too.
      const straight = near.filter(({ id }) => readRunFile(read.folderOf(id)).starts === 1)
      const found = (straight.length > 0 ? straight : near).slice(0, MOST)
      if (found.length === 0) return null
      const costs = found.map(costOf)
      const amounts = found.map(({ work }) => work.amount)
      return {
        runs: found.map(({ id }) => finished.get(id)!.number).toSorted((a, b) => a - b),
        amounts: [Math.min(...amounts), Math.max(...amounts)],
        seconds: median(costs.map(({ seconds }) => seconds)),
        overhead: median(costs.map(({ overhead }) => overhead)),
        bytes: median(costs.map(({ bytes }) => bytes)),
      }
    },
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** What finished runs of this history have cost: seconds and bytes for as much work. */
import type { RunConfig } from '#contract/run-config.ts'
import type { RunService } from '#runs/run-service.ts'
import { type Known, workOf } from './work-of-run.ts'

export type Measured = {
  /** Numbers of the runs, oldest first. */
  runs: number[]
  /** Around the work itself: opening, reading, writing. */
  overhead: number
  /** For each unit of work. */
  seconds: number
  bytes: number
}

/** The newest of each sort: the machine may have been another before. */
const MOST = 5

/** By `like` of their work. */
export function measuredRuns({ history }: RunService): { of: (like: string) => Measured | null; known: Known } {
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
  const groups = new Map<string, { id: string; config: RunConfig; drawing: number | null }[]>()
  for (const { id, config, values } of all) {
    if (!finished.has(id)) continue
    const { like } = workOf(config, known)
    groups.set(like, [...(groups.get(like) ?? []), { id, config, drawing: values.seconds ?? null }])
  }

  return {
    known,
    of(like) {
      const found = (groups.get(like) ?? []).slice(-MOST)
      if (found.length === 0) return null
      const costs = found.map(({ id, config, drawing }) => {
        const run = finished.get(id)!
        const { amount, samples } = workOf(config, known)
        const whole = ((run.endedAt ?? 0) - (run.startedAt ?? 0)) / 1000
        const inside = config.kind === 'sample' && drawing !== null ? Math.min(drawing, whole) : whole
        const bytes = read.get(id).files.reduce((sum, file) => sum + file.bytes, 0)
        return { seconds: inside / amount, overhead: whole - inside, bytes: bytes / (samples ?? 1) }
      })
      return {
        runs: found.map(({ id }) => finished.get(id)!.number),
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

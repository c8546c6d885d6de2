/** All that page and main know of each other: requests answered once, events pushed. Plain data, whichever carrier. */
import type { MetricPoint, Result, RunDetail, RunRecord, RunState } from './run.ts'
import type { RunConfigInput } from './run-config.ts'
import type { ScheduleInput } from './schedule.ts'

export type Failure = { code: string; message: string; field?: string }
export type Reply<T> = { ok: true; value: T } | { ok: false; error: Failure }

export type SavedSchedule = {
  id: string
  name: string
  spec: ScheduleInput
  sigmas: number[]
  hash: string
  /** The schedule this one was made from. */
  parent: string | null
  createdAt: number
}

export type DatasetCard = {
  id: string
  name: string
  hash: string
  count: number
  height: number
  width: number
  channels: number
  classes: string[]
  classCounts: number[]
  mean: number
  std: number
  /** Shipped data and 2-D laws cannot be removed. */
  builtIn: boolean
  lineage: string | null
}

export type BackendInfo = {
  backend: string
  version: string
  threads: number
  devices: string[]
  matmulGflops: number | null
  convolutionGflops: number | null
  passedOver: { candidate: string; reason: string }[]
}

export type LookRequest = {
  /** The page's own name for this look; events carry it. */
  lookId: string
  schedule: ScheduleInput
  sampler: Record<string, unknown>
  n: number
  seed: number
}

export type LineageRun = { run: RunRecord; results: Result[] }
/** What a run was made from and what was made from it; nearest ancestor last. */
export type Lineage = {
  run: LineageRun
  ancestors: LineageRun[]
  descendants: LineageRun[]
  schedules: SavedSchedule[]
  /** Runs that are named as parents but whose folders are gone. */
  missing: string[]
}
/** `group` is the same for runs that differ in nothing but seed, name, tags and notes, and so in theirs. */
export type RunValues = { id: string; group: string; values: Record<string, number | null> }

/** Name -> what goes in and what comes out. `in` is parsed at the edge by `request-schemas.ts`. */
export type Requests = {
  'app/info': {
    in: Record<string, never>
    out: { version: string; home: string; sizes: Record<string, number>; first: boolean }
  }
  'compute/info': { in: Record<string, never>; out: BackendInfo }
  'runs/list': { in: { trashed?: boolean }; out: RunRecord[] }
  'runs/get': { in: { id: string }; out: RunDetail }
  'runs/lineage': { in: { id: string }; out: Lineage }
  /** Results of all runs, with what they are grouped by when seeds are averaged. */
  'runs/results': { in: Record<string, never>; out: RunValues[] }
  'runs/queue': { in: Record<string, never>; out: { order: string[] } }
  /** `text`: the configuration as it was written, comments and all. */
  'runs/start': { in: { config: RunConfigInput; text?: string }; out: { id: string } }
  'runs/cancel': { in: { id: string }; out: { state: RunState } }
  'runs/resume': { in: { id: string }; out: { state: RunState } }
  'runs/move': { in: { id: string; before: string | null }; out: { order: string[] } }
  'runs/edit': { in: { id: string; name?: string; tags?: string[]; notes?: string; trashed?: boolean }; out: RunRecord }
  'runs/metrics': { in: { id: string; name?: string; points?: number }; out: MetricPoint[] }
  'runs/log': { in: { id: string; from?: number }; out: { text: string; next: number } }
  /** A picture or file of a run, as bytes. */
  'runs/file': { in: { id: string; path: string }; out: Uint8Array }
  'runs/report': { in: { ids: string[] }; out: string }
  'schedules/list': { in: Record<string, never>; out: SavedSchedule[] }
  'schedules/save': { in: { name: string; spec: ScheduleInput; parent?: string | null }; out: SavedSchedule }
  'schedules/remove': { in: { id: string }; out: { removed: boolean } }
  'datasets/list': { in: Record<string, never>; out: DatasetCard[] }
  'datasets/thumbnails': { in: { id: string }; out: Uint8Array }
  'datasets/spectrum': {
    in: { id: string }
    out: { eigenvalues: number[]; dataRange: readonly [number, number]; n: number }
  }
  /** `size` in pixels and `channels` are asked of folders of pictures alone. */
  'datasets/import': { in: { path: string; name?: string; size?: number; channels?: 1 | 3 }; out: DatasetCard }
  /** Images in each class that a subset would have; nothing is written. */
  'datasets/proportions': { in: { id: string; subset: Record<string, unknown> }; out: { counts: number[] } }
  'datasets/subset': { in: { id: string; name: string; subset: Record<string, unknown> }; out: DatasetCard }
  'look/start': { in: LookRequest; out: { lookId: string; nfe: number } }
  'look/cancel': { in: { lookId: string }; out: { cancelled: boolean } }
}
export type RequestName = keyof Requests

export type Events = {
  'runs/changed': RunRecord
  'runs/queue': { order: string[] }
  'runs/tick': {
    id: string
    step: number
    steps: number
    secondsPerStep: number
    secondsLeft: number | null
    points: MetricPoint[]
  }
  'runs/preview': { id: string; step: number; sigma: number | null; png: Uint8Array; columns: number; rows: number }
  'runs/log': { id: string; level: string; text: string; at: number }
  'datasets/progress': { path: string; done: number; total: number }
  'look/preview': {
    lookId: string
    step: number
    steps: number
    sigma: number
    png: Uint8Array
    columns: number
    rows: number
    /** Pixels between the images of the grid, and around it. */
    gap: number
  }
  'look/done': {
    lookId: string
    nfe: number
    seconds: number
    /** Count of samples in each class so far, and their joint intervals. */
    classes: string[]
    counts: number[]
    low: number[]
    high: number[]
    confidence: number
  }
  'look/failed': { lookId: string; error: Failure }
}
export type EventName = keyof Events

/** What the page is given, by Electron's bridge or by a WebSocket. */
export type Api = {
  request<N extends RequestName>(name: N, input: Requests[N]['in']): Promise<Reply<Requests[N]['out']>>
  subscribe<N extends EventName>(name: N, listener: (event: Events[N]) => void): () => void
}

/** Answers by name. Input has been parsed; a Refusal thrown becomes a Failure, anything else is a bug and is logged. */
export type Handlers = {
  [N in RequestName]: (input: Requests[N]['in']) => Requests[N]['out'] | Promise<Requests[N]['out']>
}
/** How a service tells whoever watches. */
export type Emit = <N extends EventName>(name: N, event: Events[N]) => void

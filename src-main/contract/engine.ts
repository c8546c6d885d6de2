/** The messages between main and the process that runs one job. Structured-clone data; arrays of pixels travel as bytes. */
import type { BroughtKind } from './models.ts'
import type { NetworkCardConfig } from './network-card.ts'
import type { MetricPoint, Result, RunEnvironment } from './run.ts'
import type { RunConfig } from './run-config.ts'

/** What a job is given: everything is resolved, nothing is looked up by the engine. Paths are absolute. */
export type Job = {
  runId: string
  config: RunConfig
  folder: string
  /** Files of earlier runs and shipped networks that the configuration refers to, by reference as written there. */
  inputs: Record<string, JobInput>
  /** The data folder: imported data sets, and what evaluations keep of them. */
  home: string
  /** Continue from the last checkpoint or finished chunk in `folder`. */
  resume: boolean
  /** Whoever started the engine holds a claim on the run; its folder is on a disk where SQLite may not lock. */
  claimed?: boolean
}
export type JobInput = {
  folder: string
  weights: string | null
  runId: string | null
  kind: string
  /** Of a network or classifier, once it has weights. */
  model?: ModelFile
}

/** All that an engine needs to open a network. */
export type ModelFile = {
  kind: BroughtKind
  file: string
  /** How its answer is read; null where the file says it. */
  card: NetworkCardConfig | null
  /** Hash of a brought network's content; null of any other. */
  brought: string | null
}

export type ToEngine = { type: 'start'; job: Job } | { type: 'cancel' }

export type FromEngine =
  | { type: 'environment'; environment: RunEnvironment }
  /** At most ten a second; also the heartbeat. `secondsPerStep` scales the patience of whoever watches. */
  | {
      type: 'tick'
      step: number
      steps: number
      secondsPerStep: number
      secondsLeft: number | null
      points: MetricPoint[]
    }
  /** A picture of the work so far: PNG bytes. `sigma` where the step has one. */
  | { type: 'preview'; step: number; sigma: number | null; png: Uint8Array; columns: number; rows: number }
  | { type: 'checkpoint'; step: number; file: string }
  | { type: 'log'; level: 'info' | 'warning' | 'error'; text: string; at: number }
  | { type: 'results'; results: Result[] }
  | { type: 'finished' }
  | { type: 'stopped' }
  | { type: 'failed'; code: string; message: string; field?: string; stack?: string }

/** What a run is to everyone outside the engine: its states, its record, what it measured. */
import type { Remark } from './remark.ts'
import type { RunConfig, RunKind } from './run-config.ts'

export const RUN_STATES = ['queued', 'running', 'cancelling', 'finished', 'failed', 'cancelled', 'interrupted'] as const
export type RunState = (typeof RUN_STATES)[number]

/** One row of the list. Times are milliseconds since 1970 (UTC); `number` counts up from 1 in a data folder. */
export type RunRecord = {
  id: string
  number: number
  kind: RunKind
  name: string
  state: RunState
  /** Why it failed, was cancelled or interrupted; what to do. */
  reason: string | null
  seed: number
  tags: string[]
  notes: string
  trashed: boolean
  createdAt: number
  startedAt: number | null
  endedAt: number | null
  /** Last step reached and the number asked for: training steps, or samples. */
  step: number
  steps: number
  /** Ids of the runs this one reads: a sampling run's network, an evaluation's samples. */
  parents: string[]
  scheduleHash: string | null
  /** Folder name below `runs/`, such as `00042-mnist-unet-seed0`. */
  folder: string
  /** Last value of every metric; null where it was not finite. */
  latest: Record<string, number | null>
}

export type RunDetail = RunRecord & {
  config: RunConfig
  environment: RunEnvironment | null
  results: Result[]
  files: { path: string; bytes: number }[]
  /** What it is to be read with in mind; of a sampling run alone. */
  remarks: Remark[]
}

/** Where and with what a run was computed; part of what a bit-exact resume compares. */
export type RunEnvironment = {
  anneal: string
  node: string
  platform: string
  cpu: string
  backend: string
  backendVersion: string
  threads: number
  devices: string[]
  /** onnx: the network runs in ONNX Runtime, the sampler as in eager. */
  mode: 'eager' | 'graph' | 'onnx'
  precision: 'float32' | 'bfloat16'
  passedOver: { candidate: string; reason: string }[]
}

/** One value of a series. `value` is null where it was not finite. */
export type MetricPoint = { name: string; step: number; value: number | null; at: number }

/** A number with the protocol that makes it comparable. `low` and `high` bound it at `confidence` where given. */
export type Result = {
  name: string
  value: number | null
  low?: number
  high?: number
  confidence?: number
  protocol: Record<string, unknown>
}

export const EXAMPLE_RUN: RunRecord = {
  id: '0198c5b2-7d1e-7a31-9a57-3c0c5b7d9a10',
  number: 42,
  kind: 'sample',
  name: 'karras, 18 levels',
  state: 'finished',
  reason: null,
  seed: 0,
  tags: ['quickstart'],
  notes: '',
  trashed: false,
  createdAt: 1_795_000_000_000,
  startedAt: 1_795_000_001_000,
  endedAt: 1_795_000_020_000,
  step: 400,
  steps: 400,
  parents: [],
  scheduleHash: '5d41402abc4b2a76b9719d911017c592a1b2c3d4e5f60718293a4b5c6d7e8f90',
  folder: '00042-karras-18-levels-seed0',
  latest: { nfe: 35, seconds: 19.2 },
}

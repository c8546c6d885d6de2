/** What a job talks to: progress out, a cancel in. The job sees no process, no channel and no history. */
import type { FromEngine, Job } from '#contract/engine.ts'
import type { MetricPoint, Result, RunEnvironment } from '#contract/run.ts'
import type { RunKind } from '#contract/run-config.ts'

export type Progress = { step: number; steps: number; secondsPerStep: number; secondsLeft?: number | null }
export type Preview = { step: number; sigma: number | null; png: Uint8Array; columns: number; rows: number }

export type JobPort = {
  /** Aborted by a cancel. It can only arrive in `breathe`, or in any other await that lets the event loop turn. */
  readonly signal: AbortSignal
  /** Once, before the first tick: what computes this run is on record before its first number is. */
  environment(environment: RunEnvironment): void
  /**
   * Cheap: call it every step. Sent at most ten times a second; values between are gathered. A value that is not finite
   * arrives as null. `at`: the step that the values are of, where that is not the progress.
   */
  tick(progress: Progress, values?: Readonly<Record<string, number>>, at?: number): void
  /** Sent at most ten times a second; of those between, the last. */
  preview(preview: Preview): void
  /** `file`, relative to the job's folder, is whole on disk. Runs that read this one will use it. */
  checkpoint(step: number, file: string): void
  log(text: string, level?: 'info' | 'warning' | 'error'): void
  /** Replaces what was sent before. */
  results(results: Result[]): void
  /** Lets messages in. Await it between steps: a cancel and the parent's death are only seen then. */
  breathe(): Promise<void>
  /** Call before writing into the folder: the process of a dead parent must not write where another may be at work. */
  assertAlive(): void
}

export type RunJob = (job: Job, port: JobPort) => Promise<'finished' | 'stopped'>
export type Jobs = { readonly [K in RunKind]?: RunJob }

const MILLISECONDS_BETWEEN = 100

/** A port that posts to `post`. `flush` sends what is still held back; call it before the last message. */
export function openJobPort(
  post: (message: FromEngine) => void,
  signal: AbortSignal,
  assertAlive: () => void,
  clock: () => number = () => performance.now(),
): JobPort & { flush(): void } {
  const points: MetricPoint[] = []
  let progress: Progress | null = null
  let preview: Preview | null = null
  let tickedAt = -Infinity
  let previewedAt = -Infinity
  let described = false

  function sendTick(): void {
    if (!progress) return
    const { secondsLeft = null, ...rest } = progress
    post({ type: 'tick', ...rest, secondsLeft, points: points.splice(0) })
    progress = null
    tickedAt = clock()
  }
  function sendPreview(): void {
    if (!preview) return
    post({ type: 'preview', ...preview })
    preview = null
    previewedAt = clock()
  }

  return {
    signal,
    assertAlive,
    environment(environment) {
      described = true
      post({ type: 'environment', environment })
    },
    tick(next, values = {}, step = next.step) {
      if (!described) throw new Error('a job must say its environment before its first tick')
      const at = Date.now()
      for (const [name, value] of Object.entries(values)) {
        points.push({ name, step, value: Number.isFinite(value) ? value : null, at })
      }
      progress = next
      if (clock() - tickedAt >= MILLISECONDS_BETWEEN) sendTick()
    },
    preview(next) {
      preview = next
      if (clock() - previewedAt >= MILLISECONDS_BETWEEN) sendPreview()
    },
    checkpoint(step, file) {
      // What led to the checkpoint is on record before it is.
      sendTick()
      post({ type: 'checkpoint', step, file })
    },
    log: (text, level = 'info') => post({ type: 'log', level, text, at: Date.now() }),
    results: (results) => post({ type: 'results', results }),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    flush() {
      sendTick()
      sendPreview()
    },
  }
}

/** Answers what a page asks of studies: the shelf with its verdicts, running one tier at a time, its report. */
import type { Emit, Handlers } from '#contract/requests.ts'
import type { StudyProgress } from '#contract/run-requests.ts'
import { Refusal } from '#contract/refusal.ts'
import type { TierName } from '#contract/study-file.ts'
import { shownResult } from '#contract/study-result.ts'
import type { Surroundings } from '#runs/references.ts'
import { resultsOf } from '#studies/result-files.ts'
import { needTier, pauseRuns, runStudy } from '#studies/run-study.ts'
import { findStudy, shelfOf } from '#studies/shelf.ts'
import { studyText } from '#studies/study-text.ts'
import { viewOf } from '#studies/study-view.ts'
import type { SweepService } from '#sweeps/sweep-service.ts'
import type { StartProcess } from '#workers/start-process.ts'

type StudyRequests = Extract<keyof Handlers, `studies/${string}`>
type Options = {
  sweeps: SweepService
  from: Surroundings
  version: string
  environment: () => Record<string, string>
  emit: Emit
  startProcess?: StartProcess
}

export function studyHandlers({ emit, ...options }: Options): {
  handlers: Pick<Handlers, StudyRequests>
  close(): void
} {
  const { from, sweeps } = options
  const places = { home: from.history.home.root, resources: from.resources }
  let running: { progress: StudyProgress; sweep: string | null; stopped: AbortController } | null = null

  const tell = (change: Partial<StudyProgress>) => {
    if (!running) return
    running.progress = { ...running.progress, ...change }
    emit('studies/progress', running.progress)
  }

  async function run(id: string, tier: TierName): Promise<void> {
    const study = findStudy(id, from.resources)
    const { signal } = running!.stopped
    try {
      const result = await runStudy(study, tier, {
        ...options,
        signal,
        onSweep({ id: sweep, number, finished, cells, failed }) {
          if (running) running.sweep = sweep
          tell({ stage: 'runs', sweep: number, done: finished, of: cells, failed })
        },
        onMeasure: ({ stage, done, of }) => tell({ stage, done, of }),
      })
      running = null
      emit('studies/ended', { id, tier, stopped: result === null, failure: null })
    } catch (error) {
      running = null
      const message =
        error instanceof Refusal ? error.message : 'The study could not be run; the program’s log says more.'
      if (!(error instanceof Refusal)) process.stderr.write(`${(error as Error).stack}\n`)
      emit('studies/ended', { id, tier, stopped: false, failure: message })
    }
  }

  return {
    handlers: {
      'studies/list': () => ({
        studies: shelfOf(from.resources).map((study) => viewOf(study, places)),
        running: running?.progress ?? null,
      }),
      'studies/run'({ id, tier }) {
        needTier(findStudy(id, from.resources), tier)
        if (running)
          throw new Refusal(`The study ${running.progress.id} is under way. Stop it first, or wait for it.`, {
            field: 'study',
            code: 'conflict',
          })
        const progress = { id, tier, stage: 'runs', sweep: null, done: 0, of: 0, failed: 0 }
        running = { progress, sweep: null, stopped: new AbortController() }
        // Once the answer is on its way, so that an end never comes before it.
        setImmediate(() => void run(id, tier))
        return progress
      },
      'studies/stop'() {
        if (!running) return { stopped: false }
        running.stopped.abort()
        if (running.sweep) pauseRuns(sweeps, running.sweep)
        return { stopped: true }
      },
      'studies/report'({ id, tier }) {
        const study = findStudy(id, from.resources)
        const result = shownResult(resultsOf(study, tier, places))
        if (result) return studyText(study, result)
        throw new Refusal(`tier: ${tier} of ${id} was not run yet.`, { field: 'tier', code: 'not-found' })
      },
    },
    close: () => running?.stopped.abort(),
  }
}

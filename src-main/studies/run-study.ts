/** A tier of a study from beginning to end: its sweep, its measures, its verdict, kept. */
import { cpus } from 'node:os'
import type { MeasureTask } from '#contract/measures.ts'
import { Refusal } from '#contract/refusal.ts'
import { type StudyFile, sweepOf, type Tier, type TierName } from '#contract/study-file.ts'
import type { StudyResult } from '#contract/study-result.ts'
import type { SweepDetail, SweepSummary } from '#contract/sweep-view.ts'
import { startMeasures } from '#engine/measures/measure-desk.ts'
import { sourceCommit } from '#program/source-commit.ts'
import { findModel, jobInput } from '#runs/models/find-model.ts'
import type { Surroundings } from '#runs/references.ts'
import type { SweepService } from '#sweeps/sweep-service.ts'
import type { StartProcess } from '#workers/start-process.ts'
import { judgeStudy } from './judge-study.ts'
import { keepResult, ownFolder } from './result-files.ts'
import { armsOf, runFacts } from './study-runs.ts'

export type StudyOptions = {
  sweeps: SweepService
  from: Surroundings
  version: string
  environment: () => Record<string, string>
  startProcess?: StartProcess
  signal: AbortSignal
  onSweep: (sweep: SweepSummary) => void
  onMeasure: (progress: { stage: string; done: number; of: number }) => void
  /** Runs everything, also what was run before. */
  fresh?: boolean
  /** As it would be typed again; absent: by the study's name. */
  command?: string
}

export function needTier(study: StudyFile, name: TierName): Tier {
  const tier = name === 'paper' ? undefined : study.tiers[name]
  if (tier) return tier
  const there = (['toy', 'evening'] as const).filter((one) => study.tiers[one])
  const planned = name === 'paper' && study.tiers.paper
  const why = planned ? 'is planned only: its settings are those of the paper' : 'is not there'
  throw new Refusal(`tier: ${name} of ${study.id} ${why}. Choose ${there.join(' or ')}.`, { field: 'tier' })
}

/** Null where it was stopped: what has run stays, and the next call goes on. */
export async function runStudy(study: StudyFile, name: TierName, options: StudyOptions): Promise<StudyResult | null> {
  const tier = needTier(study, name)
  const { sweeps, from, signal } = options
  const begun = startOrGoOn(study, name, tier, options)
  const { id } = begun
  options.onSweep(begun)
  const { state, number } = await sweeps.follow(id, (sweep) => sweep.id === id && options.onSweep(sweep), signal)
  if (signal.aborted) return null
  // What is measured is judged and kept: no part of a tier that somebody has stopped elsewhere.
  if (state !== 'finished' && state !== 'incomplete')
    throw new Refusal(
      `Sweep ${number} of ${study.id} is ${state}, so nothing was measured. Run the study again to go on.`,
      {
        field: 'sweep',
        code: 'conflict',
      },
    )
  const detail = sweeps.get(id)
  const task = measureTask(tier, detail, from)
  const asked = startMeasures(task, {
    environment: options.environment(),
    startProcess: options.startProcess,
    onProgress: options.onMeasure,
  })
  signal.addEventListener('abort', () => asked.cancel(), { once: true })
  const measured = await asked.answer
  if (measured.type === 'stopped') return null
  const runs = runFacts(detail.list, from.history)
  const result: StudyResult = {
    format: 'anneal-study-1',
    study: study.id,
    version: study.version,
    tier: name,
    command: options.command ?? `anneal study run ${study.id} tier=${name}`,
    anneal: options.version,
    commit: sourceCommit(),
    machine: machineOf(detail, from),
    date: new Date().toISOString(),
    seconds: { runs: runs.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0), measures: measured.seconds },
    runs,
    shown: tier.shown,
    arms: measured.answer.arms,
    ...judgeStudy(tier, measured.answer.comparisons),
  }
  keepResult(ownFolder(from.history.home.root), study, result)
  return result
}

/** Pauses the sweep of a study that is to stop; while its arms are measured there is nothing left to pause. */
export function pauseRuns(sweeps: SweepService, id: string): void {
  if (sweeps.list().find((sweep) => sweep.id === id)?.state === 'going') sweeps.act(id, 'pause')
}

/** The sweep of this tier that was begun and not ended, if there is one; else a new one. Fresh, one that was begun fresh. */
function startOrGoOn(study: StudyFile, name: TierName, tier: Tier, { sweeps, fresh }: StudyOptions): SweepSummary {
  const input = sweepOf(study, name, tier) as { name: string }
  const begun = sweeps.list().find((sweep) => sweep.name === input.name && sweep.state !== 'finished')
  const detail = begun && sweeps.get(begun.id)
  const other = !detail || !sameText(detail, input) || (fresh && (!detail.fresh || begun.state === 'incomplete'))
  if (other) return sweeps.start(input, { fresh })
  return begun.state === 'incomplete' ? sweeps.act(begun.id, 'retry') : sweeps.act(begun.id, 'resume')
}

const sameText = ({ text }: SweepDetail, input: object): boolean => text.trim() === JSON.stringify(input, null, 2)

function measureTask(tier: Tier, { list }: SweepDetail, from: Surroundings): MeasureTask {
  const { weights } = jobInput(findModel(tier.classifier, 'classifier', 'train-classifier', from), from)
  return {
    home: from.history.home.root,
    arms: armsOf(tier, list, from.history),
    reference: tier.reference ?? null,
    classifier: weights ?? '',
    resize: tier.resize,
    shown: tier.shown,
    comparisons: tier.compare,
  }
}

function machineOf({ list }: SweepDetail, { history }: Surroundings): StudyResult['machine'] {
  const [cpu] = cpus()
  const runId = list.find((cell) => cell.runId !== null)?.runId
  const environment = runId ? history.read.get(runId).environment : null
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    platform: `${process.platform} ${process.arch}`,
    backend: environment && `${environment.backend} ${environment.backendVersion}`,
  }
}

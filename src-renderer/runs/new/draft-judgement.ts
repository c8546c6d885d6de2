/** A sampling that is being written, as the doctor takes it. Pure. */
import { toCamel } from '#contract/casing.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RunConfigInput } from '#contract/run-config.ts'
import { runConfig } from '#contract/run-config.ts'
import type { DataRange, ScheduleInput } from '#contract/schedule.ts'
import type { ExactScore } from '#contract/score.ts'
import type { ScoreFacts } from '#contract/score-facts.ts'
import type { AskedScore } from '../../judging/facts-shelf.svelte.ts'
import type { ChosenSampler } from '../../judging/patient-of.ts'
import { specOf, type Draft, type Shape } from '../../shape/draft.ts'
import { shapeOf } from '../../shape/shape-of.ts'

type Sample = Extract<RunConfigInput, { kind: 'sample' }>
export type JudgedDraft = {
  draft: Draft
  sampler: ChosenSampler
  /** The schedule of the run with another shape. */
  specWith(shape: Shape): ScheduleInput
}

/** Whose facts are asked for; null while no score is named. */
export function askedScoreOf({ network, score }: Sample): AskedScore | null {
  if (score && score.name !== 'network') return { score: score as ExactScore }
  const named = network ?? (score?.name === 'network' ? score.network : undefined)
  return named === undefined ? null : { network: String(named) }
}

/** Null where the doctor has no rules: times of a process, and what cannot be read yet. */
export function subjectOf(config: Sample, known: Pick<ScoreFacts, 'dataRange'> | null): JudgedDraft | null {
  const parsed = runConfig.safeParse(config).data
  if (parsed?.kind !== 'sample' || parsed.schedule.family === 'process') return null
  try {
    const { name = '', data_range } = parsed.schedule
    const dataRange: DataRange = data_range ?? known?.dataRange ?? [0, 1]
    const shape = shapeOf(parsed.schedule)
    const draft: Draft = { id: 'run', name, shape, dataRange, slot: null, savedId: null, savedShape: null }
    return {
      draft,
      sampler: toCamel(parsed.sampler) as ChosenSampler,
      specWith: (other) => specOf({ name: '', shape: other, dataRange }),
    }
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

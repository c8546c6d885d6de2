/** The doctor's judgement of a draft with the sampler and score that it is looked at with, and what following him makes of the draft. Pure. */
import { toCamel } from '#contract/casing.ts'
import type { ScoreFacts } from '#contract/score-facts.ts'
import { advisedSequence } from '#theory/grids/doctor/advised-levels.ts'
import { followed } from '#theory/grids/doctor/followed.ts'
import { diagnoseCurves } from '#theory/grids/doctor/curve-checks.ts'
import { SAMPLERS, type Finding, type Patient } from '#theory/grids/doctor/findings.ts'
import { judge, type Judgement } from '#theory/grids/doctor/judgement.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { SEQUENCES, type ScheduleSpec } from '#theory/grids/sequences.ts'
import type { TableInput } from '#theory/tables/table.ts'
import { patientOf, type ChosenSampler } from './patient-of.ts'
import { scheduleOfCurves } from '../shape/curve-knots.ts'
import { sequenceOf, tableOfShape, type Draft, type Parameters, type Shape } from '../shape/draft.ts'

/** Null where there is nothing to judge: the field at fault says it already, or two curves, which have findings of their own. */
function patient({ shape, dataRange }: Draft, sampler: ChosenSampler, known: ScoreFacts | null): Patient | null {
  const sequence = sequenceOf(shape)
  if (shape.kind === 'curves' || (!sequence.ok && shape.kind !== 'list')) return null
  const levels = {
    sigmas: sequence.ok ? sequence.sigmas : (shape as Extract<Shape, { kind: 'list' }>).sigmas,
    process: shape.kind === 'family' ? SEQUENCES[shape.family].process : ('ve' as const),
    dataRange,
    table: (tableOfShape(shape) ?? undefined) as TableInput | undefined,
    requested:
      shape.kind === 'family' ? ({ family: shape.family, ...shape.parameters } as unknown as ScheduleSpec) : undefined,
  }
  return patientOf(levels, sampler, known)
}

export function judgementOf(draft: Draft, sampler: ChosenSampler, known: ScoreFacts | null): Judgement {
  const { shape, dataRange } = draft
  if (shape.kind === 'curves') {
    const findings = sequenceOf(shape).ok ? diagnoseCurves(scheduleLevels(scheduleOfCurves(shape)), dataRange) : []
    const says = 'the exact law of a corruption is in the Theory pages'
    return { findings, areas: [{ name: 'Size of the steps', state: 'unchecked', says }] }
  }
  const about = patient(draft, sampler, known)
  return about ? judge(about, { network: known === null || known.isNetwork }) : { findings: [], areas: [] }
}

/** What to put in the place of the shape and of the Langevin steps; each undefined where it stays. */
export type Mended = { shape?: Shape; sampler?: { eps: number; inner: number } }

/** The draft after a finding's fix, or null where it has none that acts on this one. */
export function mendedBy(shape: Shape, { fix }: Finding): Mended | null {
  if (!fix) return null
  const sampler = fix.sampler && { sampler: fix.sampler }
  if (fix.schedule) return { shape: { kind: 'family', ...fix.schedule }, ...sampler }
  if (fix.sigmas) return { shape: { kind: 'list', sigmas: Array.from(fix.sigmas).filter((sigma) => sigma > 0) } }
  if (sampler) return sampler
  const changed = fix.parameters && (toCamel(fix.parameters) as Parameters)
  if (!changed || shape.kind !== 'family' || !Object.keys(changed).every((name) => name in shape.parameters))
    return null
  return { shape: { ...shape, parameters: { ...shape.parameters, ...changed } } }
}

/** All advice followed; null where nothing serious is found, or nothing would be better for it. */
export function mendedWhole(draft: Draft, sampler: ChosenSampler, known: ScoreFacts | null): Mended | null {
  const about = patient(draft, sampler, known)
  if (!about) return null
  const { patient: after, labels } = followed(about)
  if (labels.length === 0) return null
  const { requested, sigmas, langevin } = after
  const { family, ...parameters } = (requested ?? {}) as { family?: string }
  const shape: Shape =
    family !== undefined && family in SEQUENCES
      ? { kind: 'family', family: family as keyof typeof SEQUENCES, parameters: parameters as Parameters }
      : { kind: 'list', sigmas: Array.from(sigmas).filter((sigma) => sigma > 0) }
  const stays = sigmas === about.sigmas
  return { ...(!stays && { shape }), ...(langevin && { sampler: { eps: langevin.eps, inner: langevin.inner } }) }
}

/** The sequence and steps that the data ask of Langevin dynamics, where their dimension is known; null for other samplers. */
export function advisedFor(
  draft: Draft,
  sampler: ChosenSampler,
  known: ScoreFacts | null,
): (Mended & { label: string }) | null {
  const about = patient(draft, sampler, known)
  if (!about || !SAMPLERS[about.sampler].langevin || about.dimension === undefined || !sequenceOf(draft.shape).ok)
    return null
  const { label, schedule, sampler: steps } = advisedSequence(about, Float64Array.from(about.sigmas))
  return { label, shape: { kind: 'family', ...schedule! }, sampler: steps }
}

/** What the doctor is told: the levels, the sampler with its settings, and all that is known of the score and its data. Pure. */
import type { DataRange } from '#contract/schedule.ts'
import type { ScoreFacts } from '#contract/score-facts.ts'
import { SAMPLERS, type Patient } from '#theory/grids/doctor/findings.ts'

/** A sampler with its parameters by their names in code. */
export type ChosenSampler = { readonly name: string; readonly [parameter: string]: unknown }
type Levels = Pick<Patient, 'sigmas' | 'process' | 'table' | 'requested'> & { dataRange: DataRange }

/** Everything in the units of the levels; `converts`: those of a network in the other range are brought to its own by whoever samples. */
export function patientOf(
  levels: Levels,
  { name, ...settings }: ChosenSampler,
  known: ScoreFacts | null,
  { converts = true } = {},
): Patient {
  const sampler = name as Patient['sampler']
  const { eps, inner, convention } = settings as { eps?: number; inner?: number; convention?: 'code' | 'report' }
  const steps = SAMPLERS[sampler].langevin && eps !== undefined && inner !== undefined
  return {
    ...levels,
    sampler,
    settings,
    ...(steps && { langevin: { eps, inner, convention } }),
    ...ofData(levels.dataRange, known),
    ...ofNetwork(levels.dataRange, known, converts),
  }
}

const width = ([low, high]: DataRange) => high - low

function ofData(dataRange: DataRange, known: ScoreFacts | null): Partial<Patient> {
  const facts = known?.facts
  if (!facts) return {}
  const unit = facts.ranged ? width(dataRange) : 1
  const { spectrum } = facts
  return {
    dimension: facts.dimension,
    dataStd: unit * facts.std,
    largestDistance: unit * facts.distances.max,
    ...(spectrum && { spectrum: { ...spectrum, values: spectrum.values.map((value) => unit ** 2 * value) } }),
  }
}

function ofNetwork(dataRange: DataRange, known: ScoreFacts | null, converts: boolean): Partial<Patient> {
  if (!known?.isNetwork || !known.dataRange) return {}
  const unit = width(dataRange) / width(known.dataRange)
  const { trained, scales } = known
  const span = trained && { sigmaMin: unit * trained.sigmaMin, sigmaMax: unit * trained.sigmaMax, scales }
  return { trained: { ...span, ...(!converts && { dataRange: known.dataRange }) } }
}

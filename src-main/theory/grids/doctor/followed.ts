/** A patient after what the doctor advises, finding after finding, until nothing serious is left or no fix is offered. */
import { sigmaSequence, type ScheduleSpec } from '../sequences.ts'
import { toCamel } from '#contract/casing.ts'
import { advised } from './advised-levels.ts'
import { diagnose } from './doctor.ts'
import type { Finding, Fix, Patient } from './findings.ts'

export type Followed = { patient: Patient; labels: string[] }

const ROUNDS = 4
const serious = (findings: readonly Finding[]) => findings.filter(({ level }) => level !== 'note')

/**
 * The first fix of all that leaves fewer serious findings, again and again; where none does, what is advised for the sampler whatever
 * stands there. The labels say what was followed.
 */
export function followed(patient: Patient): Followed {
  let now: Followed = { patient, labels: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const findings = serious(diagnose(now.patient))
    if (findings.length === 0) return now
    const offered = findings.flatMap(({ fix }) => fix ?? [])
    const whole = advised(now.patient, Float64Array.from(now.patient.sigmas))
    const next = [...offered, ...(whole ? [whole] : [])]
      .flatMap((fix) => {
        const changed = withFix(now.patient, fix)
        return changed ? [{ fix, changed, left: serious(diagnose(changed)).length }] : []
      })
      .toSorted((a, b) => a.left - b.left)[0]
    if (!next || next.left >= findings.length) return now
    now = { patient: next.changed, labels: [...now.labels, next.fix.label] }
  }
  return now
}

/** The patient with one fix; null where it acts on a field that this patient does not have. */
export function withFix(patient: Patient, { sigmas, parameters, schedule, sampler }: Fix): Patient | null {
  const { requested, langevin } = patient
  const steps = sampler && langevin ? { langevin: { ...langevin, ...sampler } } : {}
  if (sigmas) return { ...patient, ...steps, sigmas, requested: undefined }
  if (schedule) {
    const spec = { family: schedule.family, ...schedule.parameters } as unknown as ScheduleSpec
    return { ...patient, ...steps, sigmas: sigmaSequence(spec), requested: spec, process: 've' }
  }
  if (sampler) return { ...patient, ...steps }
  const given = toCamel(parameters ?? {}) as { [name: string]: number }
  if (langevin && Object.keys(given).every((name) => name === 'eps' || name === 'inner'))
    return { ...patient, langevin: { ...langevin, ...given } }
  if (!requested || !Object.keys(given).every((name) => name in requested)) return null
  const spec = { ...requested, ...given } as ScheduleSpec
  return { ...patient, requested: spec, sigmas: sigmaSequence(spec) }
}

/** Samplers as the schedule doctor takes them: runs' words, the words that were his before, and schemes that no run has. */
import { SAMPLER_ROWS } from './samplers/samplers.ts'
import { SCHEME_ROWS } from './schemes/schemes.ts'

/** What a sampler asks of a list: whether the last step has to reach sigma = 0, and whether Langevin steps are made. */
export type DoctorRow = { reachesZero: boolean; langevin: boolean }

type Doctored<R> = R extends { name: infer N extends string; doctor: infer D }
  ? N | (D extends { name: infer A extends string } ? A : never)
  : never
type DoctoredScheme<R> = R extends { doctor: infer A extends string } ? A : never
export type DoctorName = Doctored<(typeof SAMPLER_ROWS)[number]> | DoctoredScheme<(typeof SCHEME_ROWS)[number]>

const ofRuns = SAMPLER_ROWS.flatMap(({ name, appendsZero, doctor }) => {
  const row: DoctorRow = { reachesZero: appendsZero, langevin: doctor.langevin }
  return [name, ...('name' in doctor ? [doctor.name] : [])].map((word) => [word, row] as const)
})
const ofSchemes = SCHEME_ROWS.flatMap((row) =>
  'doctor' in row && row.doctor ? [[row.doctor, { reachesZero: true, langevin: false }] as const] : [],
)

export const DOCTOR_ROWS = Object.fromEntries([...ofRuns, ...ofSchemes]) as unknown as {
  readonly [N in DoctorName]: DoctorRow
}
export const DOCTOR_NAMES = Object.keys(DOCTOR_ROWS) as DoctorName[]

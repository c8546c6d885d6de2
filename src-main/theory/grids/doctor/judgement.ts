/** The doctor's whole judgement: what was found, what was looked at and is sound, and what nobody could look at, with the reason. */
import { diagnose } from './doctor.ts'
import { levelsOf, SAMPLERS, say, type Finding, type Patient } from './findings.ts'
import { DIVERGES, effectOf, hasLaw } from './gaussian-law.ts'

export type Area = {
  name: string
  /** `found`: a warning or error is among the findings. `unchecked`: `says` is then what is missing. */
  state: 'sound' | 'found' | 'unchecked'
  says: string
}
export type Judgement = { findings: readonly Finding[]; areas: readonly Area[] }

type Row = {
  name: string
  /** Codes of the findings that speak of it. */
  codes: readonly string[]
  /** What is missing for it; null where it can be looked at, undefined where the sampler has no such thing. */
  missing(patient: Patient, list: Float64Array): string | null | undefined
  sound(patient: Patient, list: Float64Array): string
}

const isLangevin = ({ sampler }: Patient) => SAMPLERS[sampler].langevin

const ROWS: readonly Row[] = [
  {
    name: 'Order and ends of the list',
    codes: [
      'not-finite', 'empty', 'not-positive', 'infinite-terminal', 'rising', 'not-monotone', 'infinite-start', 'last-sigma-repeated', 'zero-step', 'broken-chain',
      'time-above-1', 'double-shift', 'missing-terminal-zero', 'langevin-at-zero', 'vanishing-level', 'outside-table', 'same-timestep', 'cosine-above-1',
    ],
    missing: () => null,
    sound: (_patient, list) => `${levelsOf(list).length} levels fall from ${say(list[0])} to ${say(levelsOf(list).at(-1) ?? NaN)}.`,
  },
  {
    name: 'Largest sigma against the data',
    codes: ['sigma-1-below-distance', 'terminal-snr', 'non-zero-terminal-snr', 'starts-too-low'],
    missing: ({ largestDistance }) => (largestDistance === undefined ? 'the largest distance between the data is not known' : null),
    sound: ({ largestDistance }, list) => `${say(list[0])} beside the largest distance between two data, ${say(largestDistance!)}.`,
  },
  {
    name: 'Size of the steps',
    codes: ['noise-left', 'spread-lost', 'huge-step', 'uneven-step', 'last-step-jumps', 'langevin-diverges', 'langevin-variance'],
    missing(patient, list) {
      if (isLangevin(patient) && !patient.langevin) return 'the Langevin steps are not known'
      if (!hasLaw(patient)) return `there is no exact law of ${patient.sampler} to hold them to`
      if (!patient.spectrum) return 'the covariance of the data is not known'
      return effectOf(patient, list) === null ? 'its exact law does not reach such a list' : null
    },
    sound(patient, list) {
      const effect = effectOf(patient, list)
      if (effect === null || effect === DIVERGES) return ''
      return `By its exact law on the Gaussian of the data ${patient.sampler} leaves noise of ${say(effect.noise)} and loses ${say(100 * effect.lost)} % of the spread.`
    },
  },
  {
    name: 'Overlap of neighbours',
    codes: ['overlap-too-low', 'overlap-wasteful'],
    missing: (patient) => (!isLangevin(patient) ? undefined : patient.dimension === undefined ? 'the dimension of the data is not known' : null),
    sound: ({ dimension }) => `For ${dimension} dimensions, with the steps that there are at each level.`,
  },
  {
    name: 'Levels that the network knows',
    codes: ['above-training', 'sigma-min-too-large'],
    missing: ({ trained }) => (trained?.sigmaMax === undefined ? 'nothing says what it was trained at' : null),
    sound: ({ trained }) => `Trained from ${say(trained!.sigmaMin ?? 0)} to ${say(trained!.sigmaMax!)}.`,
  },
  {
    name: 'Units',
    codes: ['data-range'],
    // Of a network whose range is left out here the levels are converted by whoever samples.
    missing: ({ trained }) => (!trained ? 'the range of the network’s data is not known' : trained.dataRange ? null : undefined),
    sound: ({ dataRange }) => `List and network are for data in [${dataRange!.join(', ')}].`,
  },
] // prettier-ignore

/** An exact score knows every level, so that `network: false` leaves the rows of a network out. */
export function judge(patient: Patient, { network = true } = {}): Judgement {
  const findings = diagnose(patient)
  const list = Float64Array.from(patient.sigmas)
  const usable = list.length > 0 && list.every((sigma) => Number.isFinite(sigma) && sigma >= 0)
  const areas = ROWS.flatMap(({ name, codes, missing, sound }): Area[] => {
    if (!network && codes.some((code) => code === 'above-training' || code === 'data-range')) return []
    const serious = findings.filter(({ level, code }) => level !== 'note' && codes.includes(code))
    if (serious.length > 0) return [{ name, state: 'found', says: serious[0].message }]
    const lacking = usable ? missing(patient, list) : 'the list cannot be read'
    if (lacking === undefined) return []
    return [lacking === null ? { name, state: 'sound', says: sound(patient, list) } : { name, state: 'unchecked', says: lacking }]
  })
  return { findings, areas }
} // prettier-ignore

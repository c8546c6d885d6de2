/** A study: a published claim with its numbers, and for each tier what is run, measured and compared, fixed before anything runs. */
import { z } from 'zod'
import { datasetSpec } from './dataset.ts'
import { comparisonSpec, measureSpec } from './measures.ts'
import { nearestName } from './nearest-name.ts'
import { parse } from './parse.ts'
import { Refusal } from './refusal.ts'
import { expandSweep, type Cell } from './sweep-cells.ts'
import { parseSweep } from './sweep.ts'

export const TIERS = ['toy', 'evening', 'paper'] as const
export type TierName = (typeof TIERS)[number]

/** What the shelf is sorted by. */
export const STUDY_SOURCES = {
  'ncsn-report': 'Denoising score matching and NCSN (Gouttefangeas, Raki & Versini)',
  gaussian: 'Gaussian exact solutions (Pierret & Galerne 2024, arXiv:2405.14250)',
  dimension: 'Noise schedules in high dimension',
  wasserstein: 'Wasserstein guarantees',
  field: 'The field’s own grids',
  training: 'Noise levels of training (InfoNoise, Raya et al. 2026, arXiv:2602.18647)',
  soft: 'Soft Diffusion (Daras et al. 2022, arXiv:2209.05442)',
} as const

const crossingSpec = z.strictObject({
  name: z.string().min(1).max(120),
  x: z.string().min(1).describe('What the places are counted in, such as steps'),
  at: z.array(z.number().positive()).min(2),
  of: z.array(z.string()).min(2).describe('Names of the comparisons at these places: of the same two curves'),
})
/** Two curves whose crossing is reported, with its interval, from their differences at a few places. */
export type CrossingSpec = z.output<typeof crossingSpec>

const word = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'small letters, digits and -')
const cell = z.union([z.string(), z.number(), z.null()])
const tier = z.strictObject({
  says: z.string().min(1).describe('The protocol in a sentence or two'),
  minutes: z.number().positive().describe('On two cores'),
  sweep: z
    .strictObject({ steps: z.record(z.string(), z.unknown()), vary: z.record(z.string(), z.unknown()).default({}) })
    .describe('What is run, as in a sweep file'),
  arms: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(60),
        step: z.string(),
        where: z
          .record(z.string(), z.unknown())
          .default({})
          .describe('Factors that its runs have; all seeds belong to it'),
      }),
    )
    .min(1),
  reference: datasetSpec.optional(),
  classifier: z.string().min(1).default('mnist-classifier'),
  resize: z.enum(['pytorch-fid', 'clean-fid']).default('pytorch-fid'),
  shown: z.array(measureSpec).default([]),
  compare: z.array(comparisonSpec).default([]),
  crossings: z.array(crossingSpec).default([]),
})
const plannedOnly = z.strictObject({ says: z.string().min(1), hours: z.number().positive().optional() })

export const studyFile = z.strictObject({
  kind: z.literal('study'),
  id: word,
  version: z.number().int().min(1).default(1),
  source: z.enum(Object.keys(STUDY_SOURCES) as [keyof typeof STUDY_SOURCES]),
  title: z.string().min(1).max(120),
  claim: z.string().min(1).describe('In one sentence'),
  published: z.strictObject({
    where: z.string().min(1).describe('Table or figure where it is printed'),
    columns: z.array(z.string()).min(1),
    rows: z.array(z.array(cell)).min(1, 'a study states what was published'),
    note: z.string().optional(),
    beside: z
      .strictObject({
        measure: measureSpec.describe('What of ours stands beside it'),
        title: z.string().min(1).describe('Of the published values, with their unit'),
        values: z.record(z.string(), z.number()).describe('By arm, as printed'),
      })
      .optional(),
  }),
  tiers: z.strictObject({ toy: tier.optional(), evening: tier.optional(), paper: plannedOnly.optional() }),
})

export type StudyFile = z.output<typeof studyFile>
export type Tier = z.output<typeof tier>

/** Refuses what cannot be run or judged, down to an arm without runs and a comparison of arms that are not there. */
export function parseStudy(input: unknown, what = 'Study'): StudyFile {
  const study = parse(studyFile, input, what)
  const { columns, rows } = study.published
  const wrong = rows.findIndex((row) => row.length !== columns.length)
  if (wrong >= 0)
    throw new Refusal(
      `${what}: published.rows.${wrong} has ${rows[wrong].length} values for ${columns.length} columns.`,
      {
        field: `published.rows.${wrong}`,
      },
    )
  for (const name of ['toy', 'evening'] as const) {
    const tier = study.tiers[name]
    if (tier) checkTier(study, name, tier, what)
  }
  return study
}

export const sweepOf = (study: Pick<StudyFile, 'id' | 'version'>, name: TierName, { sweep }: Tier): object => ({
  kind: 'sweep',
  name: `study ${study.id} v${study.version}, ${name}`,
  ...sweep,
})

export const cellsOfTier = (study: StudyFile, name: TierName, tier: Tier): Cell[] =>
  expandSweep(parseSweep(sweepOf(study, name, tier)))

/** The cells that belong to an arm, in the order of the sweep. */
export const cellsOfArm = <C extends Pick<Cell, 'step' | 'factors'>>(
  cells: readonly C[],
  { step, where }: Tier['arms'][number],
): C[] =>
  cells.filter(
    (cell) =>
      cell.step === step &&
      Object.entries(where).every(([key, value]) => JSON.stringify(cell.factors[key]) === JSON.stringify(value)),
  )

function checkTier(study: StudyFile, name: TierName, tier: Tier, what: string): void {
  const at = `tiers.${name}`
  const cells = cellsOfTier(study, name, tier)
  const names = tier.arms.map((arm) => arm.name)
  for (const [i, arm] of tier.arms.entries()) {
    if (names.indexOf(arm.name) < i)
      throw new Refusal(`${what}: ${at}.arms has ${arm.name} twice.`, { field: `${at}.arms.${i}.name` })
    const own = cellsOfArm(cells, arm)
    if (own.length === 0)
      throw new Refusal(`${what}: ${at}.arms.${i}: no run of step ${arm.step} has the factors of ${arm.name}.`, {
        field: `${at}.arms.${i}`,
      })
    const noises = own.flatMap(({ config }) => (config.kind === 'sample' ? [config.seed ?? 0] : []))
    const twice = noises.find((seed, k) => noises.indexOf(seed) < k)
    if (twice !== undefined)
      throw new Refusal(
        `${what}: ${at}.arms.${i}: runs of ${arm.name} draw the same noise (${arm.step}.seed ${twice}) and so tell less than their number of samples; vary ${arm.step}.seed with what varies in them, by zip, or make each an arm.`,
        { field: `${at}.arms.${i}` },
      )
  }
  for (const [i, { arms = [] }] of tier.shown.entries())
    for (const arm of arms)
      if (!names.includes(arm))
        throw new Refusal(`${what}: ${at}.shown.${i}: there is no arm ${arm}. ${nearestName(arm, names)}`, {
          field: `${at}.shown.${i}`,
        })
  for (const [i, { first, second }] of tier.compare.entries())
    for (const arm of [first, second])
      if (typeof arm === 'string' && !names.includes(arm))
        throw new Refusal(`${what}: ${at}.compare.${i}: there is no arm ${arm}. ${nearestName(arm, names)}`, {
          field: `${at}.compare.${i}`,
        })
  const compared = tier.compare.map((comparison) => comparison.name)
  for (const [i, { at: places, of }] of tier.crossings.entries()) {
    const field = `${at}.crossings.${i}`
    if (places.length !== of.length)
      throw new Refusal(`${what}: ${field} has ${places.length} places and ${of.length} comparisons; give one for each.`, { field: `${field}.of` }) // prettier-ignore
    for (const comparison of of)
      if (!compared.includes(comparison))
        throw new Refusal(`${what}: ${field}: there is no comparison ${comparison}. ${nearestName(comparison, compared)}`, { field: `${field}.of` }) // prettier-ignore
  }
}

/** Every grid for one Gaussian, sampler and number of levels, judged exactly: what `anneal theory league` prints. */

import { Refusal } from '#contract/refusal.ts'
import { binned } from '../errors/binned-spectrum.ts'
import { gaussianErrors, type Start } from '../errors/gaussian-errors.ts'
import { klDivergence, type ObjectiveName } from '../errors/objectives.ts'
import { optimiseGrid } from '../errors/optimise.ts'
import { checkSpectrum } from '../errors/spectrum.ts'
import { gridOfDensity } from './density-grid.ts'
import { firstOrderGrid } from './first-order.ts'
import { flowGains } from '../errors/walk-law.ts'
import { gitsGrid, ossGrid, type Teacher, teacherOf, type TeacherQuestion } from './gaussian-teacher.ts'
import { karrasLevels } from './karras-levels.ts'
import { STEP_DENSITIES, type DensityName } from './step-densities.ts'
import { STEP_OF, type Stepping, walkOf } from './stepping.ts'

export type LeagueQuestion = {
  spectrum: ArrayLike<number>
  sampler: Stepping
  /** Positive levels; a 0 comes after them. */
  levels: number
  sigmaMax: number
  sigmaMin: number
  start: Start
}

/** `teacher` is run once for those that choose from it. */
type Asked = LeagueQuestion & TeacherQuestion & { teacher: Teacher }

/** Whose loss a step the first-order law takes: methods of order 2 and more are placed by Heun's, of which the multistep ones have another constant. */
const lossOf = (sampler: Stepping) => (sampler === 'euler' ? 'euler' : 'heun')

const density = (name: DensityName) => (asked: Asked) => gridOfDensity(STEP_DENSITIES[name](asked.law), asked)
const firstOrder = (objective: ObjectiveName) => (asked: Asked) =>
  firstOrderGrid({ ...asked, stepping: lossOf(asked.sampler), objective })
const optimised = (objective: ObjectiveName) => (asked: Asked) => {
  const { spectrum, sampler, levels, sigmaMax, sigmaMin, start } = asked
  const process = { family: 'edm', sigmaMax } as const
  const scheme = STEP_OF[sampler]
  return optimiseGrid({
    spectrum,
    process,
    scheme,
    points: levels + 1,
    eps: 0,
    sigmaMin,
    start,
    objective,
  }).sigmas.slice(0, -1)
}
const karras7 = ({ levels, sigmaMax, sigmaMin }: Asked) => Float64Array.from(karrasLevels(levels, sigmaMax, sigmaMin))

/**
 * Grids by name, each with as many positive levels, from sigmaMax. Densities end at sigmaMin; the optimised grids and those chosen
 * from a teacher end where it is best, before their step to 0.
 */
const GRIDS = {
  'optimised-w2': optimised('w2'),
  'optimised-kl': optimised('kl'),
  oss: (asked: Asked) => ossGrid(asked, asked.teacher),
  gits: (asked: Asked) => gitsGrid(asked, asked.teacher),
  'first-order-w2': firstOrder('w2'),
  'first-order-kl': firstOrder('kl'),
  'sharp-euler': density('sharp-euler'),
  'fisher-arc': density('fisher-arc'),
  'karras-7': karras7,
  'log-snr': density('log-snr'),
  entropic: density('entropic'),
  'entropic-rescaled': density('entropic-rescaled'),
  tangent: density('tangent'),
  'w2-path': density('w2-path'),
} as const satisfies Record<string, (asked: Asked) => Float64Array>

export type LeagueGrid = keyof typeof GRIDS

export type LeagueRow = {
  sampler: Stepping
  grid: LeagueGrid
  sigmas: Float64Array
  w2: number
  kl: number
  /** rms distance to the exact end of the flow from the same start, in data units. */
  endPoint: number
}

export const LEAGUE_MEASURES = { w2: 'w2', kl: 'kl', 'end-point': 'endPoint' } as const
export type LeagueMeasure = keyof typeof LEAGUE_MEASURES

/** Rows by rising W2: of each grid, W2 (data units) of the sampler's exact final law from the data, KL(final law || data) in nats, and the end point's error. */
export function league(question: LeagueQuestion): LeagueRow[] {
  const { sampler, sigmaMax, sigmaMin, start } = question
  if (!(sigmaMax > sigmaMin))
    throw new Refusal(`sigma_max must be above sigma_min, got ${sigmaMax} and ${sigmaMin}`, { field: 'sigma_max' })
  const spectrum = checkSpectrum(question.spectrum)
  const { spectrum: values, weights } = binned({ spectrum, model: spectrum })
  const taught: TeacherQuestion = { ...question, law: { spectrum: values, weights }, stepping: sampler }
  const asked: Asked = { ...question, ...taught, spectrum, teacher: teacherOf(taught) }
  const process = { family: 'edm', sigmaMax } as const
  return (Object.keys(GRIDS) as LeagueGrid[])
    .map((grid) => {
      const sigmas = GRIDS[grid](asked)
      const errors = gaussianErrors({ spectrum, process, scheme: STEP_OF[sampler], times: [...sigmas, 0], start })
      const kl = klDivergence(errors.variances, spectrum)
      return { sampler, grid, sigmas, w2: errors.w2, kl, endPoint: endPointError(asked, spectrum, sigmas) }
    })
    .toSorted((a, b) => a.w2 - b.w2)
}

/** sqrt(sum_j (gain_j - exact gain_j)^2 v_j), v the variance at the start; the exact flow's gain to 0 is sqrt(l/(l + sigma_1^2)). */
function endPointError({ sampler, start }: Asked, spectrum: Float64Array, sigmas: Float64Array): number {
  const gains = flowGains(walkOf(sampler, spectrum, { levels: [...sigmas, 0] }), spectrum.length)
  const first = sigmas[0] ** 2
  return Math.sqrt(
    spectrum.reduce((sum, l, j) => {
      const started = start === 'exact' ? l + first : first
      return sum + (gains[j] - Math.sqrt(l / (l + first))) ** 2 * started
    }, 0),
  )
}

/** What the worker answers of the league: the rows of one sampler, and which eigenvalues ask for which steps. */
import { binned } from '#theory/errors/binned-spectrum.ts'
import type { ObjectiveName } from '#theory/errors/objectives.ts'
import { checkSpectrum } from '#theory/errors/spectrum.ts'
import { stepDemand, type StepDemand, type SteppingName } from '#theory/calibration/first-order.ts'
import { league, type LeagueQuestion, type LeagueRow } from '#theory/calibration/league.ts'

export type DemandQuestion = {
  spectrum: ArrayLike<number>
  levels: number
  sigmaMax: number
  sigmaMin: number
  stepping: SteppingName
  objective: ObjectiveName
}

export const LEAGUE_TASKS = {
  'league/rows': (question: LeagueQuestion): LeagueRow[] => league(question),

  'league/demand': ({ spectrum: given, ...question }: DemandQuestion): StepDemand => {
    const spectrum = checkSpectrum(given)
    return stepDemand({ ...question, law: binned({ spectrum, model: spectrum }) })
  },
}

/** A study as the outside sees it: claim, published numbers, tiers with their cost and what they gave. */
import { parseRunConfig } from '#contract/parse.ts'
import { cellsOfTier, type StudyFile, TIERS, type TierName } from '#contract/study-file.ts'
import type { StudyView, TierView } from '#contract/study-result.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import { type Known, workOf } from '#sweeps/work-of-run.ts'
import { type ResultPlaces, resultsOf } from './result-files.ts'

export function viewOf(study: StudyFile, places: ResultPlaces): StudyView {
  const { id, version, source, title, claim, published } = study
  const tiers = TIERS.flatMap((name) => {
    const view = tierOf(study, name, places)
    return view ? [[name, view] as const] : []
  })
  return { id, version, source, title, claim, published, tiers: Object.fromEntries(tiers) }
}

function tierOf(study: StudyFile, name: TierName, places: ResultPlaces): TierView | null {
  const results = resultsOf(study, name, places)
  if (name === 'paper') {
    const paper = study.tiers.paper
    if (!paper) return null
    const minutes = paper.hours === undefined ? null : 60 * paper.hours
    return { minutes, says: paper.says, crossings: [], runs: null, evaluations: null, ...results }
  }
  const tier = study.tiers[name]
  if (!tier) return null
  const cells = cellsOfTier(study, name, tier)
  const { minutes, says, crossings } = tier
  return {
    minutes,
    says,
    crossings,
    runs: cells.length,
    evaluations: cells.reduce((sum, cell) => sum + evaluationsOf(cell), 0),
    ...results,
  }
}

/** The work alone is asked for, whatever the network and the runs behind it. */
const ANY: Known = { networkOf: (reference) => reference, runOf: () => null }

/** Of the samplings: single images through the score. */
const evaluationsOf = ({ config }: Cell): number =>
  config.kind === 'sample' ? (workOf(parseRunConfig(config), ANY).evaluations ?? 0) : 0

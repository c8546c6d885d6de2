/** A study as the outside sees it: claim, published numbers, tiers with their cost and what they gave. */
import { samplerOf, type SamplerChoice } from '#diffusion/samplers/samplers.ts'
import { toCamel } from '#contract/casing.ts'
import { parseRunConfig } from '#contract/parse.ts'
import { cellsOfTier, type StudyFile, TIERS, type TierName } from '#contract/study-file.ts'
import type { StudyView, TierView } from '#contract/study-result.ts'
import type { Cell } from '#contract/sweep-cells.ts'
import { sigmaSequence } from '#theory/grids/sequences.ts'
import { ownFolder, readResult, shippedFolder } from './result-files.ts'

type Places = { home: string; resources: string }

export function viewOf(study: StudyFile, places: Places): StudyView {
  const { id, version, source, title, claim, published } = study
  const tiers = TIERS.flatMap((name) => {
    const view = tierOf(study, name, places)
    return view ? [[name, view] as const] : []
  })
  return { id, version, source, title, claim, published, tiers: Object.fromEntries(tiers) }
}

function tierOf(study: StudyFile, name: TierName, { home, resources }: Places): TierView | null {
  const results = {
    own: readResult(ownFolder(home), study, name),
    shipped: readResult(shippedFolder(resources), study, name),
  }
  if (name === 'paper') {
    const paper = study.tiers.paper
    if (!paper) return null
    const minutes = paper.hours === undefined ? null : 60 * paper.hours
    return { minutes, says: paper.says, runs: null, evaluations: null, ...results }
  }
  const tier = study.tiers[name]
  if (!tier) return null
  const cells = cellsOfTier(study, name, tier)
  const { minutes, says } = tier
  return {
    minutes,
    says,
    runs: cells.length,
    evaluations: cells.reduce((sum, cell) => sum + evaluationsOf(cell), 0),
    ...results,
  }
}

/** Network evaluations of single images. */
function evaluationsOf({ config }: Cell): number {
  if (config.kind !== 'sample') return 0
  const parsed = parseRunConfig(config)
  if (parsed.kind !== 'sample') return 0
  const { length } = sigmaSequence(toCamel(parsed.schedule))
  const sampler = toCamel(parsed.sampler) as SamplerChoice
  return parsed.n * samplerOf(sampler).nfe(length, sampler)
}

/** BibTeX of the methods that a set of runs used. Pure. */
import { WORKS, type Work } from '#axes/bibliography.ts'
import { CORRUPTION_ROWS } from '#axes/corruptions/corruptions.ts'
import { CURVES_ROWS } from '#axes/corruption-schedules/corruption-schedules.ts'
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import { NETWORK_ROWS } from '#axes/networks/networks.ts'
import { OBJECTIVE_ROWS } from '#axes/objectives/objectives.ts'
import { SCORE_ROWS } from '#axes/scores/scores.ts'
import type { CorruptionConfig } from '#contract/corruption.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { scoreOf } from '#contract/score.ts'

const worksOf = (rows: readonly { name: string; works: readonly Work[] }[], name: string): readonly Work[] =>
  rows.find((row) => row.name === name)?.works ?? []

/** Noise alone is no method of its own. */
const corruptionWorks = (corruption: CorruptionConfig | undefined): readonly Work[] =>
  corruption && corruption.name !== 'identity' ? worksOf(CORRUPTION_ROWS, corruption.name) : []

function methodsOf(config: RunConfig): readonly Work[] {
  if (config.kind === 'sample')
    return [
      ...worksOf(SCORE_ROWS, scoreOf(config).name),
      ...worksOf([...GRID_ROWS, ...CURVES_ROWS], config.schedule.family),
      ...corruptionWorks(config.corruption),
      ...worksOf(SAMPLER_ROWS, config.sampler.name),
    ]
  const data: Work[] = 'dataset' in config && config.dataset.name === 'mnist' ? ['lecun1998'] : []
  if (config.kind === 'train')
    return [
      ...data,
      ...worksOf(NETWORK_ROWS, config.network.architecture),
      ...worksOf(CURVES_ROWS, config.schedule?.family ?? ''),
      ...corruptionWorks(config.corruption),
      ...worksOf(OBJECTIVE_ROWS, config.objective.name),
    ]
  if (config.kind === 'evaluate')
    return ['heusel2017', 'clopper1934', ...(config.reference?.name === 'mnist' ? (['lecun1998'] as const) : [])]
  return data
}

/** Each work once, in the order in which the runs use them. */
export const bibtexOf = (configs: readonly RunConfig[]): string =>
  [...new Set(configs.flatMap(methodsOf))].map((entry) => WORKS[entry]).join('\n\n') + '\n'

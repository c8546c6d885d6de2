/** BibTeX of the methods that a set of runs used. Pure. */
import { WORKS, type Work } from '#axes/bibliography.ts'
import { GRID_ROWS } from '#axes/grids/grids.ts'
import { SAMPLER_ROWS } from '#axes/samplers/samplers.ts'
import type { NetworkConfig } from '#contract/network.ts'
import type { RunConfig } from '#contract/run-config.ts'

type Entry = Work

const ofFamily = (name: string): readonly Entry[] => GRID_ROWS.find((row) => row.name === name)?.works ?? []
const ofSampler = (name: string): readonly Entry[] => SAMPLER_ROWS.find((row) => row.name === name)?.works ?? []

const OF_NETWORK: { readonly [A in NetworkConfig['architecture']]: readonly Entry[] } = {
  unet: ['karras2022'],
  mlp: ['karras2022'],
  ncsn: ['song2019'],
  ncsnv2: ['song2020'],
}

function methodsOf(config: RunConfig): readonly Entry[] {
  if (config.kind === 'sample') return [...ofFamily(config.schedule.family), ...ofSampler(config.sampler.name)]
  const data: Entry[] = 'dataset' in config && config.dataset.name === 'mnist' ? ['lecun1998'] : []
  if (config.kind === 'train')
    return [
      ...data,
      ...OF_NETWORK[config.network.architecture],
      ...(config.objective.name === 'dsm' ? (['vincent2011'] as const) : []),
    ]
  if (config.kind === 'evaluate')
    return ['heusel2017', 'clopper1934', ...(config.reference.name === 'mnist' ? (['lecun1998'] as const) : [])]
  return data
}

/** Each work once, in the order in which the runs use them. */
export const bibtexOf = (configs: readonly RunConfig[]): string =>
  [...new Set(configs.flatMap(methodsOf))].map((entry) => WORKS[entry]).join('\n\n') + '\n'

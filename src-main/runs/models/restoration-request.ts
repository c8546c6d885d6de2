/** A restoration as it is asked for, made whole: which score, under which corruption, and whose picture. */
import { toCamel } from '#contract/casing.ts'
import type { ModelFile } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import type { RestorationOptions } from '#contract/restoration.ts'
import { scoreOf, scoreWords } from '#contract/score.ts'
import type { NetworkTasks } from '#engine/networks/network-tasks.ts'
import { checkCorruption } from '#theory/corruptions/check-corruption.ts'
import { scheduleLevels } from '#theory/grids/schedule-levels.ts'
import { knownData } from '../known-data.ts'
import type { Surroundings } from '../references.ts'

/** `file`: the picture, where it is one, and what whoever handed it over calls it. */
export function restorationTask(
  request: RestorationOptions,
  file: { path: string; called: string } | undefined,
  fileOf: (reference: string) => ModelFile,
  from: Surroundings,
): NetworkTasks['restoration']['in'] {
  const { network, weights, score: given, corruption, schedule, data_range, picture: _, ...asked } = request
  const dataset = asked.dataset && knownData(asked.dataset, 'dataset', from)
  if (dataset && file)
    throw new Refusal('picture: there is a data set already, whose image is taken. Leave out one of the two.', {
      field: 'picture',
      code: 'conflict',
    })
  const common = { ...asked, ...(dataset && { dataset }), ...file }
  if (!given) {
    const extra = Object.entries({ corruption, schedule, data_range }).find(([, value]) => value !== undefined)
    if (extra)
      refuse(extra[0], 'a network has that which it was trained under; leave it out, or name an exact score with it')
    if (network === undefined)
      refuse('network', 'name a network that was trained under a corruption, or an exact score')
    const score = scoreOf({ network, weights })
    if (score.name !== 'network') throw new Error('a network is no exact score')
    return { ...common, file: { model: fileOf(score.network), weights: score.weights }, says: score.network }
  }
  if ((network ?? weights) !== undefined) refuse('network', 'there is a score already; leave out one of the two')
  if (!('dataset' in given)) refuse('score.name', `${given.name} is a law of points; take empirical or gaussian`)
  if (!corruption) refuse('corruption', 'an exact score needs one, as corruption.name=gaussian-blur')
  if (!schedule) refuse('schedule', "an exact score needs two curves, as 'schedule={family: two-stage, levels: 12}'")
  const levels = scheduleLevels(toCamel(schedule))
  const under = toCamel(corruption)
  checkCorruption(under, levels)
  const exact = { ...given, dataset: knownData(given.dataset, 'score.dataset', from) }
  const dataRange = schedule.data_range ?? data_range ?? ([0, 1] as const)
  return {
    ...common,
    file: { exact, dataRange, path: { corruption: under, levels } },
    says: scoreWords({ score: exact }),
  }
}

function refuse(field: string, why: string): never {
  throw new Refusal(`${field}: ${why}.`, { field, code: 'unsupported' })
}

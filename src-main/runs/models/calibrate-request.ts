/** A calibration as it is asked for, made whole: which score, between which levels; and the schedule that it ends in. */
import type { CalibrateOptions, Calibration } from '#contract/calibration.ts'
import { toCamel } from '#contract/casing.ts'
import type { ModelFile } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import { scoreOf, scoreWords } from '#contract/score.ts'
import { samplerOf, type SamplerChoice } from '#diffusion/samplers/samplers.ts'
import type { NetworkTasks } from '#engine/networks/network-tasks.ts'
import type { NewSchedule } from '#history/schedule-store.ts'
import { knownData } from '../known-data.ts'
import type { Surroundings } from '../references.ts'
import { needModel } from './list-models.ts'

/** In half widths of the data range: where sampling begins and ends of a network that does not say what it was trained at. */
const SPAN = { sigmaMax: 40, sigmaMin: 0.02 }
/** Steps of the fine run. */
const FINE = 48
/** Levels that span less than this ratio are the middle of a continuous law of training, not its ends. */
const WHOLE_SPAN = 90

export function calibrateTask(
  request: CalibrateOptions,
  fileOf: (reference: string) => ModelFile,
  from: Surroundings,
): NetworkTasks['calibrate']['in'] {
  const { network, weights, score: given, save: _, data_range, ...asked } = request
  if (given && (network ?? weights) !== undefined)
    throw new Refusal('network: there is a score already, which the schedule is fitted to. Leave out one of the two.', {
      field: 'network',
      code: 'conflict',
    })
  const score = scoreOf({ network, weights, score: given })
  const says = scoreWords({ score })
  const known = score.name === 'network' ? needModel(score.network, from) : null
  const range = known?.dataRange ?? data_range ?? [0, 1]
  if (known && data_range && data_range[0] !== range[0])
    throw new Refusal(
      `data_range: ${known.name} works on data in [${range.join(', ')}], and its schedule is for those. Leave it out, and convert the schedule.`,
      { field: 'data_range', code: 'conflict' },
    )
  const half = (range[1] - range[0]) / 2
  const trained = known?.sigmas && known.sigmas.sigmaMax >= WHOLE_SPAN * known.sigmas.sigmaMin ? known.sigmas : null
  const sigma_max = asked.sigma_max ?? trained?.sigmaMax ?? SPAN.sigmaMax * half
  const sigma_min = asked.sigma_min ?? trained?.sigmaMin ?? SPAN.sigmaMin * half
  if (!(sigma_max > sigma_min))
    throw new Refusal(`sigma_max must be above sigma_min, got ${sigma_max} and ${sigma_min}.`, { field: 'sigma_max' })
  const file =
    score.name === 'network'
      ? { model: fileOf(score.network), weights: score.weights }
      : {
          exact: 'dataset' in score ? { ...score, dataset: knownData(score.dataset, 'score.dataset', from) } : score,
          dataRange: range,
        }
  return { ...asked, ...fineRun(asked), sigma_max, sigma_min, file, says }
}

/**
 * How fine a run to choose from: where a sampler asks again at the end of a step, the price of every pair of levels is an evaluation of all starts, so that
 * half as many levels are offered, from a run as fine.
 */
function fineRun({
  sampler: given,
  levels,
  teacher,
  refine,
}: Pick<CalibrateOptions, 'sampler' | 'levels' | 'teacher' | 'refine'>) {
  const sampler = toCamel(given) as SamplerChoice
  const { nfe } = samplerOf(sampler)
  const asksAgain = nfe(3, sampler) - nfe(2, sampler) > 1
  const offered = teacher ?? Math.max(asksAgain ? FINE / 2 : FINE, 2 * levels)
  return { teacher: offered, refine: refine ?? Math.max(1, Math.round(FINE / offered)) }
}

/** The fitted schedule as any other, with all that is known of it. */
export function scheduleOf(found: Calibration): NewSchedule {
  const { method, sigmas, score, sampler, levels } = found
  const name = `${method}, ${score.says}, ${sampler.name}, ${levels} levels`.slice(0, 120)
  return { name, spec: { family: 'list', sigmas, data_range: score.data_range }, evidence: found }
}

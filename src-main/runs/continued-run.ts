/** Going on with a training that has ended: what must be as it was, and whether all steps at once would have given the same. */
import type { z } from 'zod'
import { furtherName, type TrainConfig } from '#contract/further.ts'
import { Refusal } from '#contract/refusal.ts'
import type { Remark } from '#contract/remark.ts'
import type { RunRecord } from '#contract/run.ts'
import { trainConfig } from '#contract/run-config.ts'
import { leavesOf } from '#contract/run-settings.ts'
import type { trainingSpec } from '#contract/network.ts'
import { toCamel } from '#contract/casing.ts'
import { learningRateAt } from '#diffusion/training/rates.ts'
import { readRemarks } from '#history/remarks.ts'
import { readRunFile } from '#history/run-folder.ts'
import { knownData } from './known-data.ts'
import { findRun, type Surroundings } from './references.ts'
import { isOpen } from './run-state.ts'

type Training = z.output<typeof trainingSpec>
type Continued = { id: string; name: string; remarks: Remark[] }

/** May be otherwise from here on. What is learnt, from which data, in which order and from which seed may not. */
const FREE = /^(continues|initial|execution\..*|training\.(?!batch_size$|flip$).*)$/
/** Of the free ones, those that a step is made of. */
const OF_A_STEP = ['learning_rate', 'learning_rate_schedule', 'warm_up', 'clip_norm', 'ema_decay'] as const

/** Null where the configuration continues nothing. */
export function continuedRun(config: TrainConfig, from: Surroundings): Continued | null {
  if (config.continues === undefined) return null
  if (config.initial !== undefined)
    throw refusal('initial', 'a training that continues a run has its weights already; leave initial out.')
  const run = findRun(config.continues, 'continues', ['train'], from)
  const folder = from.history.read.folderOf(run.id)
  if (isOpen(run.state))
    throw refusal('continues', `run ${run.number} is ${run.state}; wait for its end, or cancel it.`, 'conflict')
  const step = readRunFile(folder).checkpoint?.step
  if (step === undefined)
    throw refusal('continues', `run ${run.number} has no checkpoint to go on from; train anew instead.`, 'not-found')
  const before = trainConfig.parse(from.history.read.configOf(run.id))
  refuseOther(config, before, run.number, from)
  const { training } = config
  if (training.steps <= step)
    throw refusal(
      'training.steps',
      `run ${run.number} has done ${step} steps; give more, such as training.steps=${2 * step}.`,
    )
  const inherited = readRemarks(folder).filter(({ code }) => code === 'continued')
  const remark = otherwise(before.training, training, { number: run.number, step })
  return {
    id: run.id,
    name: furtherName(run.name, training.steps),
    remarks: [...inherited, ...(remark ? [remark] : [])],
  }
}

/** Why an ended training is not resumed, and the word that goes on with it; null where it is no such. */
export function furtherAdvice({ id, number, kind, state }: RunRecord, { read }: Surroundings['history']) {
  if (kind !== 'train') return null
  const { checkpoint } = readRunFile(read.folderOf(id))
  const config = read.configOf(id)
  if (checkpoint === null || config.kind !== 'train') return null
  const { step } = checkpoint
  const message =
    state === 'finished'
      ? `Run ${number} is finished: all its ${step} steps are done. \`anneal resume ${number} training.steps=${2 * step}\` goes on to ${2 * step}, in a run of its own.`
      : state === 'failed'
        ? `A run that is failed cannot be resumed: it would fail again. \`anneal resume ${number} training.learning_rate=${config.training.learning_rate / 2}\` goes on from step ${step} at half the rate, in a run of its own.`
        : null
  return message === null ? null : new Refusal(message, { field: 'state', code: 'conflict' })
}

function refuseOther(config: TrainConfig, before: TrainConfig, number: number, from: Surroundings): void {
  const asked = { ...config, dataset: knownData(config.dataset, 'dataset', from) }
  const [ours, theirs] = [asked, before].map((one) => new Map(leavesOf({ ...one, of: { seed: one.seed } })))
  const field = [...new Set([...ours.keys(), ...theirs.keys()])].find(
    (path) => !FREE.test(path) && JSON.stringify(ours.get(path)) !== JSON.stringify(theirs.get(path)),
  )
  if (field === undefined) return
  const [is, was] = [ours, theirs].map((leaves) => JSON.stringify(leaves.get(field)) ?? 'absent')
  const name = field.replace(/^of\./, '')
  throw refusal(
    name,
    `run ${number} was trained with ${was}, and goes on with nothing else, got ${is}. Leave it out of \`anneal resume ${number}\`, or start a new training with initial=${number}.`,
    'conflict',
  )
}

/** Null where every step of all is the step that one training of as many would have taken. */
function otherwise(before: Training, now: Training, { number, step }: { number: number; step: number }): Remark | null {
  const field = OF_A_STEP.find((name) => before[name] !== now[name])
  if (field !== undefined)
    return remark(
      `training.${field}`,
      `training.${field} is ${now[field]} from step ${step + 1} on, and was ${before[field]} in run ${number}: this is not what ${now.steps} steps at once would have given.`,
    )
  // The last steps of one that did not come to its end were those of its own plan, whatever the number.
  if (now.learning_rate_schedule === 'constant' || before.steps === now.steps) return null
  const [was, is] = [learningRateAt(toCamel(before), step), learningRateAt(toCamel(now), step + 1)]
  return remark(
    'training.learning_rate_schedule',
    `The learning rate falls over a cosine to the last step: run ${number} ended its ${step} steps at ${short(was)}, and step ${step + 1} of ${now.steps} has ${short(is)}. This is not what ${now.steps} steps at once would have given, whose rates before step ${step} are higher.`,
  )
}

const short = (value: number) => String(Number(value.toPrecision(3)))
const remark = (field: string, message: string): Remark => ({ code: 'continued', field, message })
const refusal = (field: string, message: string, code?: 'conflict' | 'not-found') =>
  new Refusal(`${field}: ${message}`, { field, ...(code && { code }) })

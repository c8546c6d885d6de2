/** From a run and what is to vary of it to a sweep: lists and ranges as they are typed, the steps that follow. Pure. */
import type { RunConfigInput } from '#contract/run-config.ts'
import { leavesOf } from '#contract/run-settings.ts'
import { valueAt, withValue } from '#contract/sweep-cells.ts'
import type { SweepInput } from '#contract/sweep.ts'

/** One field that varies, and its values as they were typed. */
export type Varied = { path: string; text: string }
export type VaryOptions = {
  name: string
  varied: readonly Varied[]
  /** Each combination once with each of so many seeds, counted up from that of the run. */
  seeds: number
  /** Whole schedules that take the run's place one after another. */
  schedules?: readonly object[]
  evaluate: boolean
}

const STEP = {
  train: 'train',
  'train-classifier': 'learn',
  sample: 'draw',
  evaluate: 'judge',
  compare: 'compare',
} as const
const MOST = 1000

/** Fields that may vary, by their dotted paths: all that hold a number, a word or a choice. */
export const variable = (config: object): string[] =>
  leavesOf(config).flatMap(([path, value]) => (Array.isArray(value) ? [] : [path]))

/**
 * `1, 2, 5` a list; `1..9 x 5` five values from 1 to 9, equally far apart; `1..100 log 5` with equal ratios. Words stay words.
 * Answers with a sentence where it cannot be read.
 */
export function readValues(text: string): unknown[] | string {
  const range = /^\s*(\S+?)\s*\.\.\s*(\S+?)\s+(x|log)\s*(\d+)\s*$/.exec(text)
  if (range) return readRange(range)
  const words = text
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
  if (words.length === 0) return 'Give a list, such as 1, 2, 5, or a range, such as 1..100 log 5.'
  return words.map((word) =>
    word === 'true' ? true : word === 'false' ? false : Number.isFinite(Number(word)) ? Number(word) : word,
  )
}

function readRange([, low, high, kind, count]: readonly string[]): number[] | string {
  const [from, to, n] = [Number(low), Number(high), Number(count)]
  if (!Number.isFinite(from) || !Number.isFinite(to)) return `${low} and ${high} must be numbers.`
  if (n < 2 || n > MOST) return `A range has from 2 to ${MOST} values.`
  if (kind === 'log' && !(from > 0 && to > 0)) return 'Equal ratios need two ends above 0.'
  const at = (share: number) => (kind === 'log' ? from * (to / from) ** share : from + share * (to - from))
  return Array.from({ length: n }, (_, i) =>
    i === 0 ? from : i === n - 1 ? to : Number(at(i / (n - 1)).toPrecision(6)),
  )
}

/**
 * Fields of a run as it is being written that hold a list or range of numbers, `1, 2, 5`, where one belongs; and the run with the
 * first of each in its place.
 */
export function listsIn(config: object): { varied: Varied[]; first: object } {
  const varied = variable(config).flatMap((path) => {
    const text: unknown = valueAt(config, path.split('.'))
    const values = typeof text === 'string' && /[,;]|\.\./.test(text) ? readValues(text) : ''
    const isList = typeof values !== 'string' && values.length > 1 && values.every((value) => typeof value === 'number')
    return isList ? [{ path, text: text as string, value: values[0] }] : []
  })
  const first = varied.reduce(
    (tree, { path, value }) => withValue(tree as never, path.split('.'), value as never),
    config,
  )
  return { varied: varied.map(({ path, text }) => ({ path, text })), first }
}

/** Answers with a sentence where something cannot be read. */
export function sweepFrom(
  config: RunConfigInput,
  { name, varied, seeds, schedules, evaluate }: VaryOptions,
): SweepInput | string {
  const step = STEP[config.kind]
  const vary: Record<string, unknown[]> = {}
  if (schedules) vary[`${step}.schedule`] = [...schedules]
  for (const { path, text } of varied) {
    const values = readValues(text)
    if (typeof values === 'string') return `${path}: ${values}`
    vary[`${step}.${path}`] = values
  }
  const first = config.seed ?? 0
  if (seeds > 1) vary[`${step}.seed`] = Array.from({ length: seeds }, (_, i) => first + i)
  if (Object.keys(vary).length === 0) return 'Choose a field that varies, or more than one seed.'
  const { name: _name, tags: _tags, ...run } = config
  const steps: Record<string, unknown> = { [step]: run }
  if (evaluate && config.kind === 'sample') steps.judge = { kind: 'evaluate', samples: `@${step}` }
  return { kind: 'sweep', name, steps, vary } as SweepInput
}

/** What is said of runs, in words: states, kinds, times. Pure. */
import { readClassResult } from '#contract/by-class.ts'
import { plainName } from '#contract/keep-apart.ts'
import { STEP_UNITS } from '#contract/progress.ts'
import type { RunKind } from '#contract/run-config.ts'
import type { RunRecord, RunState } from '#contract/run.ts'
import { formatShort } from '../ui/format.ts'

export const KINDS: readonly { kind: RunKind; label: string }[] = [
  { kind: 'train', label: 'Train' },
  { kind: 'sample', label: 'Sample' },
  { kind: 'evaluate', label: 'Evaluate' },
  { kind: 'compare', label: 'Compare' },
  { kind: 'train-classifier', label: 'Classifier' },
]
export const kindLabel = (kind: RunKind) => KINDS.find((one) => one.kind === kind)?.label ?? kind
/** What a step of this kind counts. */
export const stepUnit = (kind: RunKind) => `${STEP_UNITS[kind]}s`

/** How far a run is. Of samples a chunk goes the whole way together, so that a count of those that are done would say what none of them is. */
export const progressText = ({ step, steps }: { step: number; steps: number }, kind: RunKind): string =>
  kind === 'sample' && step < steps
    ? `${Math.floor((100 * step) / Math.max(1, steps))} % of ${steps} samples`
    : `${step} of ${steps} ${stepUnit(kind)}`
/** What the series of a run stand over. */
export const seriesAxis = (name: string, kind: RunKind): string =>
  kind === 'sample' && name === 'sigma'
    ? 'sampling step'
    : stepUnit(kind) === 'steps'
      ? 'step'
      : `${stepUnit(kind)} done`

export const isOpen = (state: RunState) => state === 'queued' || state === 'running' || state === 'cancelling'
/** Kinds that a sweep can vary: what only looks at other runs varies with them. */
export const isVaried = (kind: RunKind | undefined) =>
  kind === 'train' || kind === 'sample' || kind === 'train-classifier'
/** What can be held side by side: samplings by what came out, trainings by their losses so far. */
export const isComparable = ({ kind, state, step }: Pick<RunRecord, 'kind' | 'state' | 'step'>) =>
  kind === 'sample' ? state === 'finished' : kind === 'train' && step > 0
/** A training that has ended somewhere, and can go on from there in a run of its own. */
export const isFurthered = ({ kind, state, step }: Pick<RunRecord, 'kind' | 'state' | 'step'>) =>
  kind === 'train' && step > 0 && (state === 'finished' || state === 'failed')
export const isResumable = (state: RunState) => state === 'interrupted' || state === 'cancelled'

export function stateSentence({ number, name, state, reason }: RunRecord): string {
  const says = `Run ${number}, ${name}, is ${state}.`
  return reason ? `${says} ${reason}` : says
}

/** `75` as `1 min 15 s`; the two largest units. */
export function formatSpan(seconds: number): string {
  if (seconds < 1) return `${formatShort(seconds, 2)} s`
  if (seconds < 60) return `${seconds < 10 ? formatShort(seconds, 2) : Math.round(seconds)} s`
  const whole = Math.round(seconds)
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const
  const at = units.findIndex(([size]) => whole >= size)
  const parts: string[] = []
  let rest = whole
  for (const [size, unit] of units.slice(at, at + 2)) {
    if (Math.floor(rest / size)) parts.push(`${Math.floor(rest / size)} ${unit}`)
    rest %= size
  }
  return parts.join(' ')
}

export const tookSeconds = ({ startedAt, endedAt }: Pick<RunRecord, 'startedAt' | 'endedAt'>): number | null =>
  startedAt !== null && endedAt !== null ? (endedAt - startedAt) / 1000 : null

/** The day and minute, as the reader's own clock has them. */
export const formatTime = (at: number | null): string =>
  at === null ? '' : new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** A metric's own name for reading: `frechet_distance` as `Fréchet distance`, `fid (n 1000)` as `FID (n 1000)`. */
export function valueLabel(name: string): string {
  const plain = plainName(name)
  const { of, className } = readClassResult(plain) ?? { of: plain, className: null }
  const label = VALUE_LABELS[of] ?? of.replaceAll('_', ' ')
  return (className === null ? label : `${label} of ${className}`) + name.slice(plain.length)
}
/**
 * A setting by the end of its path, as one says it: `sigma_max` of `schedule.sigma_max`, `sampler` of `sampler.name`; a result as it
 * is called everywhere.
 */
export function columnLabel(path: string): string {
  const words = path.split('.')
  const telling = words.length > 1 && ['name', 'family', 'architecture'].includes(words.at(-1)!)
  return valueLabel(words.at(telling ? -2 : -1)!)
}
const VALUE_LABELS: Readonly<Record<string, string>> = {
  frechet_distance: 'Fréchet distance',
  fid: 'FID',
  fid_inf: 'FID at infinite n',
  kid: 'KID',
  nfe: 'NFE',
  chi_squared: 'χ²',
  chi_squared_p: 'χ² p',
  images_per_second: 'images/s',
  samples_per_second: 'samples/s',
  seconds: 'seconds',
  copied: 'near-duplicates of training images',
  nearer_than_held_out: 'memorisation, P(nearer to train than to held-out)',
  share_confident: 'fraction with confidence ≥ 0.9',
  non_finite: 'samples not finite',
  share_not_finite: 'share not finite',
}

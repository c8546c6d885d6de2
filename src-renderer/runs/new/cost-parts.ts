/** What a run would cost, as names with values. Pure. */
import type { RunEstimate } from '#contract/run-estimate.ts'
import { formatSpan } from '../../words/run-words.ts'

export type CostPart = { name: string; value: string; says?: string }

/** `runs`: how many like it are queued together. */
export function costParts(estimate: RunEstimate, runs: number): CostPart[] {
  const { parameters, memory, nfe, evaluations, seconds, bytes, basis } = estimate
  const of = runs > 1 ? `, ${runs} runs` : ''
  return [
    ...(parameters === null ? [] : [{ name: 'Parameters', value: parameters.toLocaleString('en') }]),
    ...(memory === null ? [] : [{ name: 'Memory', value: bytesText(memory), says: 'and the activations of a batch' }]),
    ...(nfe === null ? [] : [{ name: 'NFE', value: `${nfe.toLocaleString('en')} a sample` }]),
    ...(evaluations === null ? [] : [{ name: `Evaluations${of}`, value: (runs * evaluations).toLocaleString('en') }]),
    seconds === null
      ? { name: `Time${of}`, value: 'not known', says: basis }
      : { name: `Time${of}`, value: `about ${formatSpan(runs * seconds)}`, says: basis },
    ...(bytes === null ? [] : [{ name: `Disk${of}`, value: bytesText(runs * bytes) }]),
  ]
}

export const bytesText = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`

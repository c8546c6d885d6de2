/** What evaluations hold their samples to, in words. Pure. */
import { datasetWords } from '#contract/dataset-words.ts'
import type { RunConfig } from '#contract/run-config.ts'

/** Null of a run of another kind. */
export const referenceOf = (config: RunConfig | null | undefined): string | null =>
  config?.kind === 'evaluate' && config.reference ? datasetWords(config.reference) : null

/** Each reference by name, and the runs that have it where there are several; empty where none was judged. */
export function referencesSaid(judged: readonly { number: number; reference: string | null }[]): string {
  const names = [...new Set(judged.flatMap(({ reference }) => reference ?? []))]
  if (names.length < 2) return names[0] ?? ''
  const whose = (name: string) => judged.filter(({ reference }) => reference === name).map(({ number }) => number)
  return names.map((name) => `${name} (run ${whose(name).join(', ')})`).join('; ')
}

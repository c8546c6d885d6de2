/** Results of studies: those run here lie in the data folder, those that ship beside the studies. A new version keeps the old result. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#contract/refusal.ts'
import type { StudyFile, TierName } from '#contract/study-file.ts'
import type { StudyResult, TierResults } from '#contract/study-result.ts'
import { writeJson } from '#files/write-whole.ts'
import { studiesFolder } from './shelf.ts'

type Which = Pick<StudyFile, 'id' | 'version'>

const nameOf = ({ id, version }: Which, tier: TierName): string => `${id}-${tier}-v${version}.json`

export const ownFolder = (home: string): string => join(home, 'studies')
export const shippedFolder = (resources: string): string => join(studiesFolder(resources), 'results')

/** Null where this tier was not run, or what lies there is no result. */
export function readResult(folder: string, study: Which, tier: TierName): StudyResult | null {
  const file = join(folder, nameOf(study, tier))
  if (!existsSync(file)) return null
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as StudyResult
    return result.format === 'anneal-study-1' && result.study === study.id ? result : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Where results lie: the data folder, and the folder of what ships. */
export type ResultPlaces = { home: string; resources: string }

export const resultsOf = (study: Which, tier: TierName, { home, resources }: ResultPlaces): TierResults => ({
  own: readResult(ownFolder(home), study, tier),
  shipped: readResult(shippedFolder(resources), study, tier),
})

export function keepResult(folder: string, study: Which, result: StudyResult): string {
  if (result.study !== study.id) throw new Refusal(`A result of ${result.study} is none of ${study.id}.`)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, nameOf(study, result.tier))
  writeJson(file, result)
  return file
}

/** `place.json` in a sweep's own folder: what its follower last saw of where it is computed, for whoever looks at it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { PlaceJob, SweepPlace } from '#contract/sweep-place.ts'
import { writeJson } from '#files/write-whole.ts'
import { readJson } from '#history/run-folder.ts'
import { readElsewhere } from './elsewhere.ts'

type Told = { jobs: PlaceJob[]; notes: string[] }
const fileOf = (sweep: string) => join(sweep, 'place.json')

export const writePlace = (sweep: string, told: Told): void => writeJson(fileOf(sweep), told)

export function placeOf(sweep: string): SweepPlace | null {
  const elsewhere = readElsewhere(sweep)
  if (!elsewhere) return null
  const told = existsSync(fileOf(sweep)) ? (readJson(fileOf(sweep)) as Told) : { jobs: [], notes: [] }
  return { on: elsewhere.on, folder: elsewhere.folder, ...told }
}

/** The studies that ship with the program: one file of data for each claim. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { nearestName } from '#contract/nearest-name.ts'
import { Refusal } from '#contract/refusal.ts'
import { parseStudy, STUDY_SOURCES, type StudyFile } from '#contract/study-file.ts'

export const studiesFolder = (resources: string): string => join(resources, 'studies')

/** By source, then by name. */
export function shelfOf(resources: string): StudyFile[] {
  const folder = studiesFolder(resources)
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : []
  const sources = Object.keys(STUDY_SOURCES)
  return files
    .toSorted()
    .map((name) => parseStudy(parseYaml(readFileSync(join(folder, name), 'utf8')), `studies/${name}`))
    .toSorted((a, b) => sources.indexOf(a.source) - sources.indexOf(b.source))
}

/** A study from a file: results are told apart by name and version, so that a changed copy may not have those of the shelf. */
export function refuseNameOfShelf(study: StudyFile, file: string, resources: string): void {
  const other = shelfOf(resources).find(({ id, version }) => id === study.id && version === study.version)
  if (other && JSON.stringify(other) !== JSON.stringify(study))
    throw new Refusal(
      `${file}: id: version ${study.version} of ${study.id} is on the shelf and says something else; give this one another id or version, or its result would stand in the other’s place.`,
      { field: 'id', code: 'conflict' },
    )
}

export function findStudy(id: string, resources: string): StudyFile {
  const shelf = shelfOf(resources)
  const found = shelf.find((study) => study.id === id)
  if (found) return found
  const near = nearestName(
    id,
    shelf.map((study) => study.id),
  )
  throw new Refusal(`There is no study ${id}. ${near}`, { field: 'study', code: 'not-found' })
}

/**
 * Which folder is which run. A run is its id; its number is a name for people, and two folders may bring the same one: a run
 * copied from another data folder, a copy kept as a backup. No two are ever mixed, and what was done about it is said.
 */
import { join } from 'node:path'
import { messageOf } from '#contract/refusal.ts'
import { numberOfFolder, readRunFile, type RunFile } from './run-folder.ts'
import { writeJson } from '#files/write-whole.ts'

export type KnownRun = { id: string; number: number; folder: string }
/** `kept`: what the index last knew of it is still shown. */
export type Skipped = { path: string; reason: string; kept?: boolean }
export type Identified = { runs: KnownRun[]; notes: string[]; skipped: Skipped[] }

/**
 * The runs that lie in `folders`, those of `settled` aside, which are as the index has them. `known` is all that the index has:
 * who had an id or a number keeps it, then a folder that bears its run's number, then the older run.
 */
export function identify(
  runs: string,
  folders: readonly string[],
  settled: readonly KnownRun[],
  known: readonly KnownRun[],
): Identified {
  const before = new Map(known.map((run) => [run.id, run.folder]))
  const indexed = new Set(before.values())
  const folderOf = new Map(settled.map(({ id, folder }) => [id, folder]))
  const holderOf = new Map(settled.map(({ id, number }) => [number, id]))
  const present = new Set(folders)
  const result: Identified = { runs: [], notes: [], skipped: [] }
  let highest = [...known.map(({ number }) => number), ...folders.map(numberOfFolder)].reduce(
    (a, b) => Math.max(a, b),
    0,
  )

  const rank = ({ folder, run }: Found) =>
    before.get(run.id) === folder ? 0 : numberOfFolder(folder) === run.number ? 1 : 2
  const settledFolders = new Set(folderOf.values())
  const found = folders
    .filter((folder) => !settledFolders.has(folder))
    .flatMap((folder) => readOrSkip(runs, folder, indexed.has(folder), result.skipped))
    .toSorted((a, b) => rank(a) - rank(b) || a.run.createdAt - b.run.createdAt || (a.folder < b.folder ? -1 : 1))

  for (const { folder, run } of found) {
    const path = join(runs, folder)
    const twin = folderOf.get(run.id)
    if (twin !== undefined) {
      const reason = `it is a copy of run ${run.number} in ${twin}. Keep copies outside ${runs}.`
      result.skipped.push({ path, reason })
      continue
    }
    const holder = holderOf.get(run.number)
    const number = holder === undefined ? run.number : highest + 1
    highest = Math.max(highest, number)
    if (holder !== undefined) {
      try {
        writeJson(join(path, 'run.json'), { ...run, number } satisfies RunFile)
      } catch (error) {
        result.skipped.push({ path, reason: messageOf(error) })
        continue
      }
      result.notes.push(
        `${path} came with the number ${run.number}, which the run in ${folderOf.get(holder)} has: it is run ${number} now.`,
      )
    }
    const was = before.get(run.id)
    if (was !== undefined && was !== folder && !present.has(was))
      result.notes.push(`The folder of run ${number}, ${was}, is called ${folder} now.`)
    folderOf.set(run.id, folder)
    holderOf.set(number, run.id)
    result.runs.push({ id: run.id, number, folder })
  }
  return result
}

type Found = { folder: string; run: RunFile }

function readOrSkip(runs: string, folder: string, kept: boolean, skipped: Skipped[]): Found[] {
  const path = join(runs, folder)
  try {
    return [{ folder, run: readRunFile(path) }]
  } catch (error) {
    skipped.push({ path, reason: messageOf(error), kept })
    return []
  }
}

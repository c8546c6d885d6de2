/**
 * What the runs of a sweep read of this data folder is copied beside them: runs they refer to, brought networks, files of weights,
 * imported data sets. What ships with the program is on every machine that has it; a path to data is read where it is.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Cell, valueAt, withValue } from '#contract/sweep-cells.ts'
import type { Tree } from '#contract/sweep-factors.ts'
import type { RunKind } from '#contract/run-config.ts'
import { DATA_FIELDS, STEP_KINDS, type StepKind } from '#contract/sweep.ts'
import { listDatasets } from '#datasets/dataset-folder.ts'
import { hashOfFile } from '#files/hash-part.ts'
import { writeJson, writeRefusal } from '#files/write-whole.ts'
import { readRunFile } from '#history/run-folder.ts'
import { findModel } from '#runs/models/find-model.ts'
import { findRun, type Surroundings } from '#runs/references.ts'
import { CARRIED } from './shared-folder.ts'

export type Carried = { cells: Cell[]; paths: string[] }

/** The same cells, referring to what was copied into `folder`, which will be called `later`, and the paths that every node must see. */
export async function carryInputs(
  cells: readonly Cell[],
  folder: string,
  later: string,
  from: Surroundings,
): Promise<Carried> {
  const runs = new Map<string, string>()
  const paths = new Set<string>()
  const datasets = await listDatasets(from.history.home.root)
  try {
    const settled: Cell[] = []
    for (const cell of cells) {
      settled.push({ ...cell, config: await withCopies(cell, { folder, later }, from, runs) })
    }
    // What a run that is brought along learned from is what its samples are judged against.
    const brought = [...runs.keys()].map((id) => from.history.read.configOf(id))
    for (const spec of [...settled.map(({ config }) => config), ...brought].flatMap(dataOf)) {
      if (spec.path !== undefined) paths.add(spec.path)
      else carryDataset(spec.name ?? '', datasets, folder)
    }
    return { cells: settled, paths: [...paths].toSorted() }
  } catch (error) {
    throw writeRefusal(error, folder)
  }
}

const dataOf = (config: unknown): { name?: string; path?: string }[] =>
  DATA_FIELDS.flatMap((field) => {
    const spec = valueAt(config, field.split('.'))
    return typeof spec === 'object' && spec !== null ? [spec as { name?: string; path?: string }] : []
  })

async function withCopies(
  cell: Cell,
  { folder, later }: { folder: string; later: string },
  from: Surroundings,
  runs: Map<string, string>,
): Promise<Tree> {
  let { config } = cell
  for (const [field, kind] of Object.entries(STEP_KINDS[config.kind as StepKind]) as [string, RunKind][]) {
    const path = field.split('.')
    const reference = valueAt(config, path)
    // Absent, or another cell's run.
    if (typeof reference !== 'string' || field in cell.needs) continue
    if (kind === 'sample') {
      config = withValue(config, path, carryRun(findRun(reference, field, [kind], from).id, folder, from, runs, true))
      continue
    }
    const found = findModel(reference, field, kind, from)
    if (found.kind === 'run') config = withValue(config, path, carryRun(found.run.id, folder, from, runs, true))
    if (found.kind === 'file') config = withValue(config, path, join(later, await carryFile(found.weights, folder)))
    if (found.kind === 'brought') {
      const target = join(folder, 'networks', found.network.name)
      if (!existsSync(target)) cpSync(found.network.folder, target, { recursive: true })
    }
  }
  return config
}

/** Its id. Of a run that another was made from only the small files are copied: they say what it learned from. */
function carryRun(id: string, folder: string, from: Surroundings, runs: Map<string, string>, whole: boolean): string {
  const known = runs.get(id)
  if (known !== undefined) return id
  const source = from.history.read.folderOf(id)
  const run = readRunFile(source)
  const name = `${CARRIED + run.number}-${basename(source)}`
  runs.set(id, name)
  const target = join(folder, 'runs', name)
  const small = [
    'run.json',
    'meta.json',
    'config.resolved.json',
    'schedule.json',
    'env.json',
    'made-from.json',
    'results.json',
  ]
  if (whole) cpSync(source, target, { recursive: true, filter: (path) => !basename(path).startsWith('.') })
  else {
    mkdirSync(target)
    for (const file of small) if (existsSync(join(source, file))) copyFileSync(join(source, file), join(target, file))
  }
  writeJson(join(target, 'run.json'), { ...run, number: CARRIED + run.number })
  for (const parent of run.parents) if (from.history.read.find(parent)) carryRun(parent, folder, from, runs, false)
  return id
}

/** Its path within `folder`. */
async function carryFile(path: string, folder: string): Promise<string> {
  const name = join('files', `${(await hashOfFile(path)).slice(0, 12)}-${basename(path)}`)
  if (!existsSync(join(folder, name))) copyFileSync(path, join(folder, name))
  return name
}

/** By name, as they are looked for: `cifar10` means its training and its test images. */
function carryDataset(name: string, datasets: Awaited<ReturnType<typeof listDatasets>>, folder: string): void {
  for (const { folder: source, card } of datasets) {
    const named = card && [name, `${name}-train`, `${name}-test`].includes(card.name)
    const hashed = card && /^[0-9a-f]{6,64}$/.test(name) && card.hash.startsWith(name)
    if (!named && !hashed) continue
    const target = join(folder, 'datasets', basename(source))
    if (!existsSync(target)) cpSync(source, target, { recursive: true })
  }
}

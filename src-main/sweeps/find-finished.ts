/** Finds a finished run that is what a configuration asks for: the same settings, data, weights and code. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseRunConfig } from '#contract/parse.ts'
import { valueAt } from '#contract/sweep-cells.ts'
import { DATA_FIELDS, STEP_KINDS, type StepKind } from '#contract/sweep.ts'
import type { RunRecord } from '#contract/run.ts'
import type { RunConfig } from '#contract/run-config.ts'
import { modelHash } from '#engine/model-hash.ts'
import { manifestHashes } from '#files/manifest.ts'
import { readMadeFrom, type MadeFrom } from '#history/made-from.ts'
import { findModel, jobInput } from '#runs/models/find-model.ts'
import type { ResolvedRun } from '#runs/kinds/kind.ts'
import { resolveRun } from '#runs/resolve-run.ts'
import type { RunService } from '#runs/run-service.ts'
import type { FindFinished } from './advance.ts'
import type { DatasetHashes } from './dataset-hashes.ts'

type Room = {
  runs: RunService
  /** Of the code that an engine would run now. */
  code: () => string
  hashes: DatasetHashes
}

type Candidate = { run: RunRecord; config: RunConfig }

/** The history is read anew for what is asked later than this. */
const FRESH_MILLISECONDS = 2000

export function openFinder({ runs, code, hashes }: Room): FindFinished {
  const { from } = runs
  const { read } = from.history
  let known = new Map<string, Candidate[]>()
  let readAt = -Infinity
  runs.subscribe('runs/changed', ({ state }) => void (state === 'finished' && (readAt = -Infinity)))

  /** Oldest first, so that the same one is found again and again. */
  function candidates(key: string): Candidate[] {
    if (performance.now() - readAt > FRESH_MILLISECONDS) {
      const finished = new Map(read.list({}).flatMap((run) => (run.state === 'finished' ? [[run.id, run]] : [])))
      known = new Map()
      for (const { id, config } of read.values()) {
        const run = finished.get(id)
        if (!run) continue
        const key = keyOf(config)
        known.set(key, [...(known.get(key) ?? []), { run, config }])
      }
      readAt = performance.now()
    }
    return known.get(key) ?? []
  }

  /** Of the weights that a reference means now, by the field that refers. Null where they are not there. */
  function weightsNow(config: RunConfig, field: string): string | null {
    const kinds: Readonly<Record<string, RunConfig['kind']>> = STEP_KINDS[config.kind as StepKind]
    const { model } = jobInput(findModel(referenceOf(config, field)!, field, kinds[field], from), from)
    return model ? modelHash(model) : null
  }

  async function isSame({ run, config }: Candidate, wanted: ResolvedRun, made: MadeFrom): Promise<boolean> {
    if (made.code.length !== 1 || made.code[0] !== code()) return false
    for (const field of Object.keys(STEP_KINDS[config.kind as StepKind])) {
      const [theirs, ours] = [referenceOf(config, field), referenceOf(wanted.config, field)]
      if ((theirs === undefined) !== (ours === undefined)) return false
      if (ours === undefined) continue
      if (
        field === 'samples'
          ? run.parents[0] !== wanted.parents[0]
          : made.weights[theirs!] !== weightsNow(wanted.config, field)
      )
        return false
    }
    const uses = datasetsIn(wanted.config).map((spec) => JSON.stringify(sorted(spec)))
    const noted = made.datasets.filter(({ of }) => of === 'use').map(({ spec }) => JSON.stringify(sorted(spec)))
    if (!uses.every((spec) => noted.includes(spec))) return false
    for (const { spec, of, hash } of made.datasets) if ((await hashes(spec, of)) !== hash) return false
    return true
  }

  return async (config, taken) => {
    const wanted = resolveRun(parseRunConfig(config), from)
    if (!(wanted.config.kind in STEP_KINDS)) return null
    for (const candidate of candidates(keyOf(wanted.config))) {
      if (taken.has(candidate.run.id)) continue
      const folder = read.folderOf(candidate.run.id)
      const made = readMadeFrom(folder)
      if (made && isWhole(folder) && (await isSame(candidate, wanted, made))) return candidate.run
    }
    return null
  }
}

/** Whether all that it wrote is still there: people make room by deleting samples or checkpoints. */
function isWhole(folder: string): boolean {
  const written = [...manifestHashes(folder).keys()]
  return written.length > 0 && written.every((path) => existsSync(join(folder, path)))
}

/** All that is set, but for its name and tags, and the references, which are compared by what they mean. */
function keyOf(config: RunConfig): string {
  const { name: _name, tags: _tags, ...rest } = config
  const fields = config.kind in STEP_KINDS ? Object.keys(STEP_KINDS[config.kind as StepKind]) : []
  return JSON.stringify(sorted(fields.reduce<unknown>((tree, field) => without(tree, field.split('.')), rest)))
}

/** The value of every field that names data. */
const datasetsIn = (config: RunConfig): unknown[] =>
  DATA_FIELDS.map((field) => valueAt(config, field.split('.'))).filter(
    (spec) => typeof spec === 'object' && spec !== null,
  )

function referenceOf(config: unknown, field: string): string | undefined {
  const value = valueAt(config, field.split('.'))
  return typeof value === 'string' ? value : undefined
}

function without(tree: unknown, [key, ...rest]: readonly string[]): unknown {
  if (typeof tree !== 'object' || tree === null || !(key in tree)) return tree
  const { [key]: value, ...others } = tree as Record<string, unknown>
  return rest.length === 0 ? others : { ...others, [key]: without(value, rest) }
}

/** Keys in one order at every depth. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

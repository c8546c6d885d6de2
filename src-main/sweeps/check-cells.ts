/**
 * Before a sweep is written: every cell is resolved as far as it can be without the runs that it refers to, so that nothing is queued
 * that would be refused, and so that it means the same wherever and whenever it is gone on with.
 */
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { runConfig, type RunConfig } from '#contract/run-config.ts'
import { type Cell, placeText, valueAt, withValue } from '#contract/sweep-cells.ts'
import type { Tree } from '#contract/sweep-factors.ts'
import { DATA_FIELDS, STEP_KINDS, type StepKind } from '#contract/sweep.ts'
import { callerPath } from '#files/caller-path.ts'
import { fitSchedule } from '#runs/convert-range.ts'
import { findModel } from '#runs/models/find-model.ts'
import { findRun, type Surroundings } from '#runs/references.ts'
import { resolveRun } from '#runs/resolve-run.ts'

/** The same cells, with whole paths and runs by their number. */
export function checkCells(cells: readonly Cell[], from: Surroundings): Cell[] {
  const configs = new Map<string, RunConfig>()
  return cells.map((cell) => {
    const { id, step, needs, config } = cell
    const where = placeText(cell)
    const parsed = parse(runConfig, config, where)
    configs.set(id, parsed)
    try {
      if (Object.keys(needs).length === 0) return { ...cell, config: settle(config, resolveRun(parsed, from).config) }
      checkReferring(parsed, needs, configs, from)
      return { ...cell, config: settle(config, config) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const field = error.field === undefined ? `steps.${step}` : `steps.${step}.${error.field}`
      throw new Refusal(`${where}: ${error.message}`, { field, code: error.code, cause: error })
    }
  })
}

/** Fields that name data or a model, `path` of the data whole. */
function settle(config: Tree, resolved: unknown): Tree {
  const models = Object.keys(STEP_KINDS[config.kind as StepKind])
  const settled = models.reduce<Tree>((tree, field) => {
    const path = field.split('.')
    const [ours, theirs] = [valueAt(tree, path), valueAt(resolved, path)]
    return typeof ours === 'string' && typeof theirs === 'string' ? withValue(tree, path, wholeFile(theirs)) : tree
  }, config)
  return DATA_FIELDS.reduce<Tree>((tree, field) => {
    const path = [...field.split('.'), 'path']
    const file = valueAt(tree, path)
    return typeof file === 'string' ? withValue(tree, path, callerPath(file)) : tree
  }, settled)
}

const wholeFile = (reference: string) => (reference.endsWith('.safetensors') ? callerPath(reference) : reference)

/** Of a cell that refers to others of the sweep; `configs` has those by their id. */
function checkReferring(
  config: RunConfig,
  needs: Cell['needs'],
  configs: ReadonlyMap<string, RunConfig>,
  from: Surroundings,
): void {
  if (config.kind === 'train') resolveRun({ ...config, initial: undefined, continues: undefined }, from)
  if (config.kind === 'sample') {
    const network = Object.values(needs).map((id) => configs.get(id)!)[0]
    if (network.kind === 'train') fitSchedule(config, network.network.data_range)
  }
  if (config.kind === 'evaluate') {
    if (!('classifier' in needs)) findModel(config.classifier, 'classifier', 'train-classifier', from)
    if (!('samples' in needs)) findRun(config.samples, 'samples', ['sample'], from)
  }
}

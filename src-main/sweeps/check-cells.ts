/** Before a sweep is written: every cell is resolved as far as it can be without the runs that it refers to, so that nothing is queued that would be refused. */
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { runConfig, type RunConfig } from '#contract/run-config.ts'
import { type Cell, factorsText } from '#contract/sweep-cells.ts'
import { fitSchedule } from '#runs/convert-range.ts'
import { findModel } from '#runs/models/find-model.ts'
import { findRun, type Surroundings } from '#runs/references.ts'
import { resolveRun } from '#runs/resolve-run.ts'

export function checkCells(cells: readonly Cell[], from: Surroundings): void {
  const configs = new Map<string, RunConfig>()
  for (const { id, step, factors, needs, config } of cells) {
    const where = Object.keys(factors).length > 0 ? `steps.${step} with ${factorsText(factors)}` : `steps.${step}`
    const parsed = parse(runConfig, config, where)
    configs.set(id, parsed)
    try {
      if (Object.keys(needs).length === 0) resolveRun(parsed, from)
      else checkReferring(parsed, needs, configs, from)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const field = error.field === undefined ? `steps.${step}` : `steps.${step}.${error.field}`
      throw new Refusal(`${where}: ${error.message}`, { field, code: error.code, cause: error })
    }
  }
}

/** Of a cell that refers to others of the sweep; `configs` has those by their id. */
function checkReferring(
  config: RunConfig,
  needs: Cell['needs'],
  configs: ReadonlyMap<string, RunConfig>,
  from: Surroundings,
): void {
  if (config.kind === 'train') resolveRun({ ...config, initial: undefined }, from)
  if (config.kind === 'sample') {
    const network = Object.values(needs).map((id) => configs.get(id)!)[0]
    if (network.kind === 'train') fitSchedule(config, network.network.data_range)
  }
  if (config.kind === 'evaluate') {
    if (!('classifier' in needs)) findModel(config.classifier, 'classifier', 'train-classifier', from)
    if (!('samples' in needs)) findRun(config.samples, 'samples', ['sample'], from)
  }
}

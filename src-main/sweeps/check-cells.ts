/** Before a sweep is written: every cell that refers to no step is resolved as a start would, so that nothing is queued that is refused. */
import { Refusal } from '#contract/refusal.ts'
import { type Cell, factorsText } from '#contract/sweep-cells.ts'
import type { RunService } from '#runs/run-service.ts'

export function checkCells(cells: readonly Cell[], runs: RunService): void {
  for (const { step, factors, needs, config } of cells) {
    if (Object.keys(needs).length > 0) continue
    try {
      runs.resolve(config)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const where = Object.keys(factors).length > 0 ? `steps.${step} with ${factorsText(factors)}` : `steps.${step}`
      const field = error.field === undefined ? `steps.${step}` : `steps.${step}.${error.field}`
      throw new Refusal(`${where}: ${error.message}`, { field, code: error.code, cause: error })
    }
  }
}

/** A report of several sampling runs beside each other. */
import type { JobInput } from '#contract/engine.ts'
import { Refusal } from '#contract/refusal.ts'
import { jobInput } from '../models/find-model.ts'
import { findRun, type Surroundings } from '../references.ts'
import { finished, type KindRow } from './kind.ts'

export const compare: KindRow<'compare'> = {
  resolve(config, from) {
    const runs = config.runs.map((reference, i) => findRun(reference, `runs.${i}`, ['sample'], from))
    const twice = runs.find((run, i) => runs.findIndex(({ id }) => id === run.id) < i)
    if (twice) throw new Refusal(`runs: run ${twice.number} is named twice.`, { field: 'runs' })
    return {
      config,
      name: config.name ?? `comparison of ${runs.map((run) => run.number).join(', ')}`,
      parents: runs.map((run) => run.id),
      steps: runs.length,
    }
  },
  inputs({ runs }, parent, from) {
    const inputs: Record<string, JobInput> = {}
    for (const [i, reference] of runs.entries()) {
      inputs[reference] = finished(parent(reference, i), `runs.${i}`, from)
      const evaluation = lastEvaluation(inputs[reference].runId!, from)
      if (evaluation) inputs[`${reference}/evaluation`] = evaluation
    }
    return inputs
  },
}

/** The newest finished evaluation of a sampling run: under `REFERENCE/evaluation` among the inputs of a comparison. */
function lastEvaluation(runId: string, from: Surroundings): JobInput | null {
  const evaluations = from.history.read
    .childrenOf(runId)
    .filter((run) => run.kind === 'evaluate' && run.state === 'finished' && !run.trashed)
  const run = evaluations.at(-1)
  return run ? jobInput({ kind: 'run', run }, from) : null
}

/** From a parsed configuration to what a run is: every reference found, every path whole, the schedule in the network's units. */
import type { Job } from '#contract/engine.ts'
import type { RunConfig, RunKind } from '#contract/run-config.ts'
import type { RunDetail } from '#contract/run.ts'
import type { Home } from '#history/home.ts'
import { compare } from './kinds/compare.ts'
import { evaluate } from './kinds/evaluate.ts'
import type { KindRow, Parent, ResolvedRun } from './kinds/kind.ts'
import { sample } from './kinds/sample.ts'
import { trainClassifier } from './kinds/train-classifier.ts'
import { train } from './kinds/train.ts'
import { looksLikeRun, type Surroundings } from './references.ts'

const KINDS: { readonly [K in RunKind]: KindRow<K> } = {
  train,
  'train-classifier': trainClassifier,
  sample,
  evaluate,
  compare,
}
const kindOf = ({ kind }: RunConfig) => KINDS[kind] as KindRow<RunKind>

export const resolveRun = (config: RunConfig, from: Surroundings): ResolvedRun => kindOf(config).resolve(config, from)

/** What the engine is given; the runs it reads must have come far enough. */
export function jobOf(run: RunDetail, resume: boolean, home: Home, from: Surroundings): Job {
  const { config } = run
  // By its id: a number may be another run's by now, as where this folder was copied from another data folder.
  const parent: Parent = (reference, i = 0) => (looksLikeRun(reference) ? (run.parents[i] ?? reference) : reference)
  return {
    runId: run.id,
    config,
    folder: from.history.read.folderOf(run.id),
    inputs: kindOf(config).inputs?.(config, parent, from) ?? {},
    home: home.root,
    resume,
    ...(home.shared && { claimed: true }),
  }
}

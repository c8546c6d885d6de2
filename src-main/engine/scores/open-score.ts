/** The score of a run, whatever it is: a network of any origin, or the exact one of a law or data set. */
import type { Compute } from '#compute/backend.ts'
import { type Camel, toCamel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { ModelFile } from '#contract/engine.ts'
import type { DataRange } from '#contract/schedule.ts'
import type { ExactScore } from '#contract/score.ts'
import type { Dataset } from '#datasets/dataset.ts'
import { openModel } from '../networks/open-model.ts'
import { openExactScore } from './exact-score.ts'
import type { OpenScore } from './opened.ts'

/** Plain data: what an engine needs to open a score. */
export type ScoreFile = { model: ModelFile; weights: 'ema' | 'raw' } | { exact: ExactScore; dataRange: DataRange }

export async function openScore(
  compute: Compute,
  file: ScoreFile,
  open: (dataset: Camel<DatasetConfig>) => Promise<Dataset>,
): Promise<OpenScore> {
  if ('model' in file) return openModel(compute.tf, file.model, file.weights)
  return openExactScore(toCamel(file.exact) as Camel<ExactScore>, { compute, dataRange: file.dataRange, open })
}

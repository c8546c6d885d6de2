/** The score of a run, whatever it is: a network of any origin, or the exact one of a law or data set. */
import type { Compute } from '#compute/backend.ts'
import { type Camel, toCamel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { ModelFile } from '#contract/engine.ts'
import type { DataRange } from '#contract/schedule.ts'
import type { ExactScore } from '#contract/score.ts'
import type { Dataset } from '#datasets/dataset.ts'
import type { CorruptionPath } from '#theory/corruptions/path.ts'
import { openModel } from '../networks/open-model.ts'
import { openCorruptedScore, refuseLaw } from './corrupted-score.ts'
import { openExactScore } from './exact-score.ts'
import type { OpenScore } from './opened.ts'

/** Plain data: what an engine needs to open a score. */
export type ScoreFile =
  | { model: ModelFile; weights: 'ema' | 'raw' }
  /** `path`: where it is one under a corruption, or stationary. */
  | { exact: ExactScore; dataRange: DataRange; path?: CorruptionPath }

export async function openScore(
  compute: Compute,
  file: ScoreFile,
  open: (dataset: Camel<DatasetConfig>) => Promise<Dataset>,
): Promise<OpenScore> {
  if ('model' in file) return openModel(compute.tf, file.model, file.weights)
  const exact = toCamel(file.exact) as Camel<ExactScore>
  const { dataRange, path } = file
  const stationary = 'covariance' in exact && exact.covariance === 'stationary'
  if (!path && !stationary) return openExactScore(exact, { compute, dataRange, open })
  if (!('dataset' in exact)) return refuseLaw(exact.name)
  const alone: CorruptionPath = { corruption: { name: 'identity' }, levels: [] }
  return openCorruptedScore(exact, await open(exact.dataset), { compute, dataRange, path: path ?? alone })
}

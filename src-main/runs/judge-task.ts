/** From the words and options of a judgement to its task: what a side is called by, and which classifier gives the features. */
import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import type { JudgeOptions } from '#contract/judge-options.ts'
import { Refusal } from '#contract/refusal.ts'
import type { JudgeTask } from '#engine/judging/judge-sides.ts'
import type { SideSpec } from '#engine/judging/open-side.ts'
import { callerPath } from '#files/caller-path.ts'
import { findModel, jobInput } from './models/find-model.ts'
import { findRun, type Surroundings } from './references.ts'

export function judgeTask(
  samples: SideSpec,
  reference: SideSpec | null,
  { features, classifier, resize, statistics }: JudgeOptions,
  from: Surroundings,
): JudgeTask {
  return {
    samples,
    reference,
    features,
    classifier: features === 'classifier' ? classifierOf(classifier, from) : '',
    resize,
    home: from.history.home.root,
    statistics,
  }
}

const IS_RUN = /^#?\d+$|^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** A path where there is something at it; a run by its number or id; else a data set by its name, with `:test` for its test split. */
export function sideOf(word: string, field: string, from: Surroundings): SideSpec {
  const path = callerPath(word)
  if (IS_RUN.test(word)) {
    const run = findRun(word, field, ['sample'], from)
    if (run.state !== 'finished')
      throw new Refusal(`${field}: run ${run.number} is ${run.state}; its samples are not all there.`, {
        field,
        code: 'conflict',
      })
    return { kind: 'run', folder: jobInput({ kind: 'run', run }, from).folder, name: `run ${run.number}` }
  }
  if (existsSync(path)) return { kind: 'path', path }
  if (/[\\/]/.test(word) || extname(word) !== '')
    throw new Refusal(`${field}: there is nothing at ${path}.`, { field, code: 'not-found' })
  const [, name, split] = /^([^:]+)(?::(train|test))?$/.exec(word) ?? []
  if (name === undefined)
    throw new Refusal(`${field}: ${word} is no data set; name one, or its test split as mnist:test.`, { field })
  return { kind: 'dataset', name, split: split === 'test' ? 'test' : 'train' }
}

function classifierOf(reference: string, from: Surroundings): string {
  const { weights } = jobInput(findModel(reference, 'classifier', 'train-classifier', from), from)
  if (weights !== null) return weights
  throw new Refusal(`classifier: ${reference} has no weights yet.`, { field: 'classifier', code: 'not-found' })
}

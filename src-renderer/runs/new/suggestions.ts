/** What a field may well be filled with: earlier runs, models, data sets. Pure. */
import { LAW_2D_DEFAULTS } from '#axes/scores/planar-laws.ts'
import type { Model } from '#contract/models.ts'
import type { DatasetCard } from '#contract/dataset-card.ts'
import type { RunKind } from '#contract/run-config.ts'
import type { RunRecord } from '#contract/run.ts'
import type { Path } from './run-draft.svelte.ts'

export type Suggestion = { value: string; label: string }
export type Suggest = (path: Path, kind: RunKind) => readonly Suggestion[]

const LAWS = Object.keys(LAW_2D_DEFAULTS)

export function suggestFrom(
  runs: readonly RunRecord[],
  datasets: readonly DatasetCard[],
  models: readonly Model[],
): Suggest {
  const ofKind = (kind: RunKind): Suggestion[] =>
    runs
      .filter((run) => run.kind === kind && run.state !== 'failed')
      .slice(0, 100)
      .map((run) => ({ value: String(run.number), label: `run ${run.number}, ${run.name}, ${run.state}` }))
  /** Those that have a name; of trained ones the runs themselves, whose weights may be yet to come. */
  const named = (role: Model['role']): Suggestion[] =>
    models
      .filter((model) => model.role === role && model.origin !== 'trained')
      .map(({ reference, origin, says }) => ({ value: reference, label: `${origin}, ${says}` }))
  const names = () => [
    { value: 'mnist', label: 'MNIST digits' },
    ...LAWS.map((name) => ({ value: name, label: '2-D law' })),
    { value: 'texture', label: 'Gaussian texture of a picture, or of a woven one' },
    ...datasets
      .filter((card) => !card.builtIn)
      .map(({ name, count }) => ({ value: name, label: `${count} images, imported` })),
  ]
  return (path, kind) => {
    const field = path.join('.')
    if (field === 'network' && kind === 'sample') return [...named('network'), ...ofKind('train')]
    if (field === 'classifier') return [...named('classifier'), ...ofKind('train-classifier')]
    if (field === 'initial' && kind === 'train') return [...named('network'), ...ofKind('train')]
    if (field === 'continues') return ofKind('train')
    if (field === 'samples') return ofKind('sample')
    if (field.endsWith('dataset.name') || field === 'reference.name') return names()
    return []
  }
}

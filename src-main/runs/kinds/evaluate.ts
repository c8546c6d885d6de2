/** A judgement of the samples of one run. */
import { findModel, jobInput } from '../models/find-model.ts'
import { findRun } from '../references.ts'
import { resolveReference } from '../resolve-reference.ts'
import { finished, type KindRow, settled } from './kind.ts'

export const evaluate: KindRow<'evaluate'> = {
  resolve(config, from) {
    const samples = findRun(config.samples, 'samples', ['sample'], from)
    const classifier = findModel(config.classifier, 'classifier', 'train-classifier', from)
    const { reference, remarks } = resolveReference(config.reference, samples, from)
    return {
      config: { ...config, reference, classifier: settled(config.classifier, classifier) },
      name: config.name ?? `evaluation of ${samples.name}`,
      parents: [samples.id, ...(classifier.kind === 'run' ? [classifier.run.id] : [])],
      steps: samples.steps,
      remarks,
    }
  },
  inputs({ samples, classifier }, parent, from) {
    const judge = findModel(parent(classifier, 1), 'classifier', 'train-classifier', from)
    return { [samples]: finished(parent(samples), 'samples', from), [classifier]: jobInput(judge, from) }
  },
}

/** A training of the classifier that judges. */
import { knownData } from '../known-data.ts'
import type { KindRow } from './kind.ts'

export const trainClassifier: KindRow<'train-classifier'> = {
  resolve: (config, from) => ({
    config: { ...config, dataset: knownData(config.dataset, 'dataset', from) },
    name: config.name ?? `${config.dataset.name} classifier`,
    parents: [],
    steps: Math.ceil(config.epochs),
  }),
}

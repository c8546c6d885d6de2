/** From the name of a judge to its network, ready to run. */
import type { FeatureName } from '#axes/judges/judges.ts'
import type { Tf } from '#compute/tf.ts'
import type { ResizeName } from '#diffusion/inception/resize.ts'
import { openClassifierFeatures } from './classifier-features.ts'
import type { FeatureNetwork } from './feature-network.ts'
import { openInception } from './inception-features.ts'

export type FeatureTask = {
  /** Weights of the classifier, for its features. */
  classifier: string
  resize: ResizeName
}

const OPENS: Readonly<Record<FeatureName, (tf: Tf, task: FeatureTask) => Promise<FeatureNetwork>>> = {
  inception: (_, { resize }) => openInception(resize),
  classifier: async (tf, { classifier }) => openClassifierFeatures(tf, classifier),
}

export const openFeatures = (name: FeatureName, tf: Tf, task: FeatureTask): Promise<FeatureNetwork> =>
  OPENS[name](tf, task)

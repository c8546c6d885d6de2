/** Features of a classifier of ours, which sees pictures of one shape only. */
import type { Tf } from '#compute/tf.ts'
import { Refusal } from '#contract/refusal.ts'
import { type Classifier, classify, FEATURES } from '#diffusion/classifier/classifier.ts'
import { openClassifier } from '../classifier-file.ts'
import { hashFile } from '../weights-file.ts'
import { featureId, type FeatureNetwork } from './feature-network.ts'
import { shapeText } from './pictures.ts'

export const openClassifierFeatures = (tf: Tf, file: string): FeatureNetwork =>
  classifierFeatures(tf, openClassifier(tf, file), hashFile(file))

/** The same of one that is open already, from a file of this hash; it is disposed of with the network. */
export function classifierFeatures(tf: Tf, classifier: Classifier, hash: string): FeatureNetwork {
  const says = {
    features: 'classifier' as const,
    network: hash,
    resize: 'none',
    scaling: 'x/255',
  }
  return {
    id: featureId(says),
    features: FEATURES,
    says,
    async extract(pictures, shape) {
      if (shapeText(shape) !== shapeText(classifier.shape))
        throw new Refusal(
          `The classifier judges images of ${shapeText(classifier.shape)}, these are ${shapeText(shape)}. Use features=inception, or a classifier trained on such images.`,
          { field: 'features' },
        )
      return classify(
        tf,
        classifier,
        Float32Array.from(pictures, (byte) => byte / 255),
      ).features
    },
    dispose: async () => classifier.dispose(),
  }
}

/** What a network in whose features pictures are judged is to whoever asks it. */
import { createHash } from 'node:crypto'
import type { FeatureName } from '#axes/judges/judges.ts'
import type { PictureShape } from '#diffusion/inception/resize.ts'

export type FeatureNetwork = {
  /** Hash of all that decides a feature: weights, resize, scaling. */
  id: string
  features: number
  says: { features: FeatureName; network: string; resize: string; scaling: string }
  /** Pictures end to end, NHWC bytes -> n x features. `tick` hears how many are done. */
  extract(
    pictures: Uint8Array,
    shape: PictureShape,
    signal: AbortSignal,
    tick?: (done: number) => Promise<void> | void,
  ): Promise<Float32Array>
  dispose(): Promise<void>
}

export const featureId = (says: FeatureNetwork['says']): string =>
  createHash('sha256')
    .update(JSON.stringify({ format: 'anneal-features-1', ...says }))
    .digest('hex')

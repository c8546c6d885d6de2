/** A network, wherever it came from, as what is sampled: the denoiser, the images that it knows, and how it may be made faster. */
import type { Camel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { Network } from '#diffusion/networks/network.ts'
import type { CorruptionPath } from '#theory/corruptions/path.ts'

/** `data`: whose images, corrupted, a walk may start from. */
export type TrainedPath = CorruptionPath & { data?: Camel<DatasetConfig> }

export type OpenNetwork = Pick<Network, 'shape' | 'dataRange' | 'denoised' | 'parameterCount' | 'dispose'> & {
  /** What its samples are clamped to, if to anything. */
  bounds: Network['dataRange'] | null
  /** Of what a recorded graph can be made; else what runs it: another library, or a formula. */
  recordable: Network | 'onnx' | 'exact'
  /** The corruption that it was trained under, and along which levels. */
  path?: TrainedPath
}

/** What a network is to the rest of the program: named weights and a denoiser. */
import type { ImageShape } from '#datasets/image-shape.ts'
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import type { Camel } from '#contract/casing.ts'
import type { NetworkCard } from '#contract/network-card.ts'
import type { NetworkConfig } from '#contract/network.ts'
import type { Unet2dConfig } from '#contract/unet2d.ts'
import type { Denoiser } from '../scores/denoiser.ts'
import type { Declare, Weights } from './parameters.ts'

/** Brought in, never trained here: diffusers' UNet2DModel, and the card that its answer is read by. */
export type Unet2dSpec = {
  architecture: 'unet2d'
  config: Unet2dConfig
  card: NetworkCard
  dataRange: NetworkCard['dataRange']
}
export type NetworkSpec = Camel<NetworkConfig> | Unet2dSpec
export type Architecture = NetworkSpec['architecture']
export type SpecOf<A extends Architecture> = Extract<NetworkSpec, { architecture: A }>
export type { ImageShape }

/** Declares the weights of a network and returns its denoiser; `constant` hands over a tensor that lives as long as the network. */
export type Build<A extends Architecture> = (
  tf: Tf,
  declare: Declare,
  constant: <T extends tfjs.Tensor>(tensor: T) => T,
  spec: SpecOf<A>,
  shape: ImageShape,
) => Denoiser

export type Network = {
  spec: NetworkSpec
  shape: ImageShape
  weights: Weights
  denoised: Denoiser
  parameterCount: number
  /** Range of the pixels that sigma is measured against. */
  dataRange: readonly [number, number]
  dispose(): void
}

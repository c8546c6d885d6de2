/** Networks by name, and how one is built from its description. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { buildMlp } from './mlp.ts'
import { buildNcsn } from './ncsn.ts'
import { buildNcsnv2 } from './ncsnv2.ts'
import type { Architecture, Build, ImageShape, Network, NetworkSpec } from './network.ts'
import { type Declare, declareInto, type Weights } from './parameters.ts'
import { buildUnet } from './unet.ts'
import { buildUnet2dDenoiser } from './unet2d/denoiser.ts'

export const NETWORKS: { readonly [A in Architecture]: Build<A> } = {
  unet: buildUnet,
  ncsnv2: buildNcsnv2,
  ncsn: buildNcsn,
  mlp: buildMlp,
  unet2d: buildUnet2dDenoiser,
}

/** The network that `spec` describes, for images of `shape`, with the starting weights of `seed`: the same ones anywhere. */
export const buildNetwork = (tf: Tf, spec: NetworkSpec, shape: ImageShape, seed: number): Network =>
  assembleNetwork(tf, spec, shape, (weights) => declareInto(tf, weights, seed))

/** The same with weights that `declareFor` makes, and puts into the map that it is given. */
export function assembleNetwork(
  tf: Tf,
  spec: NetworkSpec,
  shape: ImageShape,
  declareFor: (weights: Weights) => Declare,
): Network {
  const weights: Weights = new Map()
  const constants: tfjs.Tensor[] = []
  const constant = <T extends tfjs.Tensor>(tensor: T): T => {
    constants.push(tf.keep(tensor))
    return tensor
  }
  const build = NETWORKS[spec.architecture] as Build<Architecture>
  const denoised = build(tf, declareFor(weights), constant, spec as never, shape)
  return {
    spec,
    shape,
    weights,
    denoised: (x, sigma, t) => tf.tidy(() => denoised(x, sigma, t)),
    parameterCount: [...weights.values()].reduce((count, { size }) => count + size, 0),
    dataRange: spec.dataRange,
    dispose: () => {
      for (const tensor of [...constants, ...weights.values()]) tensor.dispose()
    },
  }
}

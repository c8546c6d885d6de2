/** How many numbers a network learns, from its description alone: no backend is opened and no weight is made. */
import type { Tf } from '#compute/tf.ts'
import { NETWORKS } from './build-network.ts'
import type { Architecture, Build, ImageShape, NetworkSpec } from './network.ts'
import type { Declare } from './parameters.ts'

/** Stands for any tensor while a builder declares: whatever is asked of it is it again. */
const INERT: unknown = new Proxy(() => INERT, { get: () => INERT, apply: () => INERT })

/** The sum over all weights that the builder declares; refuses what it refuses, such as a size that does not halve. */
export function countParameters(spec: NetworkSpec, shape: ImageShape): number {
  let count = 0
  const declare: Declare = (_name, size) => {
    count += size.reduce((product, one) => product * one, 1)
    return INERT as ReturnType<Declare>
  }
  const build = NETWORKS[spec.architecture] as Build<Architecture>
  build(INERT as Tf, declare, (tensor) => tensor, spec as never, shape)
  return count
}

/** The size of the network that a training would make, before it is queued. */
import { toCamel } from '#contract/casing.ts'
import type { DatasetConfig } from '#contract/dataset.ts'
import type { NetworkConfig } from '#contract/network.ts'
import { imageShapeOf } from '#datasets/image-shape.ts'
import type { DatasetSpec } from '#datasets/open-dataset.ts'
import { countParameters } from '#diffusion/networks/count-parameters.ts'
import type { NetworkSpec } from '#diffusion/networks/network.ts'

/** Vectors as long as the weights that a training step holds: weights, gradients, two moments of Adam, the average. */
const VECTORS = 5
const FLOAT_BYTES = 4

export async function networkSize(
  { network, dataset }: { network: NetworkConfig; dataset: DatasetConfig },
  home: string,
): Promise<{ parameters: number; memory: number } | null> {
  const shape = await imageShapeOf(toCamel(dataset) as DatasetSpec, home)
  if (!shape) return null
  const parameters = countParameters(toCamel(network) as NetworkSpec, shape)
  return { parameters, memory: VECTORS * FLOAT_BYTES * parameters }
}

/** A network on disk: one safetensors file whose metadata says how to build what its tensors fill. */
import { readFileSync } from 'node:fs'
import type { Tf } from '#compute/backend.ts'
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '#compute/safetensors.ts'
import { toCamel, toSnake } from '#contract/casing.ts'
import { networkSpec } from '#contract/network.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { ImageShape, Network, NetworkSpec } from '#diffusion/networks/network.ts'
import { importWeights, type NamedTensors } from '#diffusion/training/training-state.ts'

export type NetworkFile = {
  spec: NetworkSpec
  shape: ImageShape
  tensors: NamedTensors
  /** What else the writer noted: steps done, execution mode, library version. */
  notes: Record<string, string>
}

const FORMAT = 'anneal-network-1'

export function encodeNetwork({ spec, shape, tensors, notes }: NetworkFile): Uint8Array {
  const stored = new Map<string, StoredTensor>()
  for (const [name, tensor] of tensors) stored.set(name, { dtype: 'F32', ...tensor })
  const network = JSON.stringify(toSnake(spec))
  return encodeSafetensors(stored, { ...notes, format: FORMAT, network, shape: JSON.stringify(shape) })
}

export function readNetworkFile(file: string): NetworkFile {
  const { tensors, metadata } = decodeSafetensors(readBytes(file), file)
  const { format, network, shape, ...notes } = metadata
  if (format !== FORMAT)
    throw new Refusal(`${file} says nothing of its network: expected a safetensors file written by Anneal.`, {
      field: file,
      code: 'unsupported',
    })
  const named: NamedTensors = new Map()
  for (const [name, tensor] of tensors) {
    if (!(tensor.data instanceof Float32Array))
      throw new Refusal(`${file}: tensor ${name} is ${tensor.dtype}, expected F32.`, { field: file, code: 'damaged' })
    named.set(name, { shape: tensor.shape, data: tensor.data })
  }
  const spec = toCamel(parse(networkSpec, JSON.parse(network), file)) as NetworkSpec
  return { spec, shape: JSON.parse(shape) as ImageShape, tensors: named, notes }
}

/** The network of a file with its moving-average (`ema`) or plain (`raw`) weights. */
export function openNetwork(tf: Tf, file: string, weights: 'ema' | 'raw'): Network {
  const { spec, shape, tensors } = readNetworkFile(file)
  const network = buildNetwork(tf, spec, shape, 0)
  importWeights(tf, network, tensors, weights === 'ema' ? 'ema/' : 'weights/')
  return network
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new Refusal(`Cannot read the network ${file}: ${(cause as Error).message}.`, {
      field: file,
      code: 'not-found',
      cause,
    })
  }
}

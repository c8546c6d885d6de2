/** A score network on disk: tensors, and the notes that say how to build what they fill. */
import type { Tf } from '#compute/backend.ts'
import { toCamel, toSnake } from '#contract/casing.ts'
import { type NetworkPath, networkPath } from '#contract/network-path.ts'
import { networkSpec } from '#contract/network.ts'
import { parse } from '#contract/parse.ts'
import { Refusal } from '#contract/refusal.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { ImageShape, Network, NetworkSpec } from '#diffusion/networks/network.ts'
import { importWeights } from '#diffusion/training/training-state.ts'
import type { TrainedPath } from './networks/opened.ts'
import { encodeWeights, readWeights, type WeightsFile } from './weights-file.ts'

/** `unbounded`: it learned points of a law, or floats without a range, not pixels; what it draws is not to be clamped. */
export type NetworkFile = WeightsFile & {
  spec: NetworkSpec
  shape: ImageShape
  unbounded: boolean
  /** The corruption that it was trained under, and along which levels; absent where it was noise alone. */
  path?: NetworkPath
}
/** `bounds`: what its samples are clamped to, if to anything. */
export type OwnNetwork = Network & { bounds: Network['dataRange'] | null; path?: TrainedPath }

const FORMAT = 'anneal-network-1'
const UNBOUNDED = 'unbounded'

export const encodeNetwork = ({ spec, shape, tensors, unbounded, path, notes }: NetworkFile): Uint8Array =>
  encodeWeights(tensors, {
    ...notes,
    ...(unbounded && { values: UNBOUNDED }),
    ...(path && { path: JSON.stringify(path) }),
    format: FORMAT,
    network: JSON.stringify(toSnake(spec)),
    shape: JSON.stringify(shape),
  })

export function readNetworkFile(file: string): NetworkFile {
  const { tensors, notes } = readWeights(file, FORMAT)
  const spec = toCamel(parse(networkSpec, parseNote(notes, 'network', file), file)) as NetworkSpec
  const shape = parseNote(notes, 'shape', file) as ImageShape
  const path = notes.path === undefined ? {} : { path: parse(networkPath, parseNote(notes, 'path', file), file) }
  return { spec, shape, tensors, unbounded: notes.values === UNBOUNDED, ...path, notes }
}

/** As the rest of the program holds it. */
const pathOf = ({ corruption, t, sigmas, levels, data }: NetworkPath): TrainedPath => ({
  corruption: toCamel(corruption),
  levels: sigmas.map((sigma, i) => ({ sigma, t: t[i], corruption: levels[i] })),
  ...(data && { data: toCamel(data) }),
})

function parseNote(notes: Record<string, string>, name: string, file: string): unknown {
  try {
    return JSON.parse(notes[name])
  } catch (cause) {
    throw new Refusal(`${file} is damaged: what it says of its ${name} is no JSON.`, {
      field: file,
      code: 'damaged',
      cause,
    })
  }
}

/** The network of a file with its moving-average (`ema`) or plain (`raw`) weights. */
export function openNetwork(tf: Tf, file: string, weights: 'ema' | 'raw'): OwnNetwork {
  const { spec, shape, tensors, unbounded, path } = readNetworkFile(file)
  const network = buildNetwork(tf, spec, shape, 0)
  importWeights(tf, network, tensors, weights === 'ema' ? 'ema/' : 'weights/')
  return { ...network, bounds: unbounded ? null : network.dataRange, ...(path && { path: pathOf(path) }) }
}

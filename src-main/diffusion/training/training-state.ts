/** All that a training run carries from step to step, and how it goes into a checkpoint and back, bit for bit. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { Refusal } from '#contract/refusal.ts'
import { ALLOCATION, type Allocation } from '#theory/effort/infonoise.ts'
import type { Network } from '../networks/network.ts'
import type { Weights } from '../networks/parameters.ts'

/** Anything with named weights: a score network, a classifier. */
export type Trainable = { weights: Weights; parameterCount: number }

/** `m`, `v` (Adam's moments) and `ema` (the moving average of the weights) are vectors in the order of `network.weights`. */
export type TrainingState<N extends Trainable = Network> = {
  network: N
  m: tfjs.Variable
  v: tfjs.Variable
  ema: tfjs.Variable
  /** What the noise law has measured so far, where it is one that measures. */
  allocation?: Allocation
}

/** As in safetensors: a name, a shape, float32 values. */
export type NamedTensors = Map<string, { shape: number[]; data: Float32Array }>

const VECTORS = ['m', 'v', 'ema'] as const

/** State before the first step: moments 0, the average equal to the weights. */
export function startTraining<N extends Trainable>(tf: Tf, network: N): TrainingState<N> {
  const zeros = () => tf.tidy(() => tf.variable(tf.zeros([network.parameterCount])))
  const ema = tf.tidy(() => tf.variable(tf.concat([...network.weights.values()].map((weight) => weight.flatten()))))
  return { network, m: zeros(), v: zeros(), ema: ema as tfjs.Variable }
}

export function disposeTraining(state: TrainingState<Trainable>): void {
  for (const name of VECTORS) state[name].dispose()
}

/** `weights/NAME`, and for each vector `m/NAME`, `v/NAME`, `ema/NAME`, in the network's order; then `allocation/NAME` where there is one. */
export function exportTraining({ network, allocation, ...state }: TrainingState<Trainable>): NamedTensors {
  const tensors: NamedTensors = exportWeights(network, 'weights/')
  for (const vector of VECTORS) {
    const values = state[vector].dataSync() as Float32Array
    let from = 0
    for (const [name, { shape, size }] of network.weights) {
      tensors.set(`${vector}/${name}`, { shape: [...shape], data: values.slice(from, from + size) })
      from += size
    }
  }
  for (const name of allocation ? ALLOCATION : [])
    tensors.set(`allocation/${name}`, { shape: [allocation![name].length], data: allocation![name].slice() })
  return tensors
}

/** Puts a checkpoint's tensors in place; refuses one that lacks a tensor, has one of another shape, or one too many. */
export function importTraining(tf: Tf, state: TrainingState<Trainable>, tensors: NamedTensors): void {
  const { network } = state
  const names = [...network.weights.keys()]
  const wanted = new Set(['weights', ...VECTORS].flatMap((part) => names.map((name) => `${part}/${name}`)))
  const { allocation } = state
  for (const name of allocation ? ALLOCATION : []) {
    wanted.add(`allocation/${name}`)
    allocation![name].set(tensorOf(tensors, `allocation/${name}`, [allocation![name].length]))
  }
  refuseUnknown(tensors, wanted)
  const vectors = VECTORS.map((vector) => {
    const values = new Float32Array(network.parameterCount)
    let from = 0
    for (const [name, { shape, size }] of network.weights) {
      values.set(tensorOf(tensors, `${vector}/${name}`, shape), from)
      from += size
    }
    return values
  })
  importWeights(tf, network, tensors, 'weights/')
  tf.tidy(() => VECTORS.forEach((vector, i) => state[vector].assign(tf.tensor1d(vectors[i]))))
}

/** The weights of a network alone, names with `prefix` before them. */
export function exportWeights(network: Trainable, prefix = ''): NamedTensors {
  const tensors: NamedTensors = new Map()
  for (const [name, weight] of network.weights)
    tensors.set(prefix + name, { shape: [...weight.shape], data: (weight.dataSync() as Float32Array).slice() })
  return tensors
}

/** Puts values into a network: `prefix` picks one set among others, such as `ema/` of a checkpoint. */
export function importWeights(tf: Tf, network: Trainable, tensors: NamedTensors, prefix = ''): void {
  const values = [...network.weights].map(([name, { shape }]) => tensorOf(tensors, prefix + name, shape))
  tf.tidy(() => {
    let i = 0
    for (const weight of network.weights.values()) weight.assign(tf.tensor(values[i++], weight.shape))
  })
}

/**
 * The averaged weights of another network as a start. The network may attend where that one did not: such a layer adds nothing at its own
 * start (its output weights are 0), so both compute the same before the first step. Every other weight must be in the file.
 */
export function importStart(tf: Tf, network: Trainable, tensors: NamedTensors): void {
  const grown = new Map(tensors)
  for (const [name, tensor] of exportWeights(network, 'ema/'))
    if (name.includes('/attention/') && !tensors.has(name)) grown.set(name, tensor)
  importWeights(tf, network, grown, 'ema/')
}

function tensorOf(tensors: NamedTensors, name: string, shape: readonly number[]): Float32Array {
  const found = tensors.get(name)
  if (!found) throw new Refusal(`The file has no tensor ${name}: it belongs to another network.`, damaged(name))
  if (found.shape.length !== shape.length || found.shape.some((size, i) => size !== shape[i]))
    throw new Refusal(
      `Tensor ${name} has shape [${found.shape.join(', ')}], the network needs [${shape.join(', ')}].`,
      damaged(name),
    )
  return found.data
}

function refuseUnknown(tensors: NamedTensors, wanted: ReadonlySet<string>): void {
  const extra = [...tensors.keys()].find((name) => !wanted.has(name))
  if (extra !== undefined) throw new Refusal(`The file has a tensor ${extra} that the network lacks.`, damaged(extra))
}

const damaged = (field: string) => ({ field, code: 'damaged' as const })

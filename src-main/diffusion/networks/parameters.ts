/** How a network declares what it learns: each weight has a readable name, a place in the order, and a start drawn by Philox. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'

/** Weights by name, in the order of declaration: the order of checkpoints, hashes and of the optimizer's vectors. */
export type Weights = Map<string, tfjs.Variable>

/** Law of a weight before training: constant, or normal with a mean (0 where absent) and a standard deviation. */
export type Initial = 'zeros' | 'ones' | { mean?: number; std: number }

/** Makes the weight and hands it back; called while a network is built, once for each weight. */
export type Declare = (name: string, shape: number[], initial: Initial) => tfjs.Variable

/**
 * Weight number i is drawn from stream (seed, weights, sample i), so that a seed gives the same network on every machine and
 * backend, and adding a layer at the end leaves the others as they were.
 */
export function declareInto(tf: Tf, weights: Weights, seed: number): Declare {
  return (name, shape, initial) => {
    if (weights.has(name)) throw new Error(`Weight ${name} is declared twice.`)
    const values = initialValues(shape, initial, { seed, sample: weights.size })
    // The engine's own name must be unique among all networks alive, so the readable one is ours to keep.
    const variable = tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32')))
    weights.set(name, variable)
    return variable
  }
}

function initialValues(shape: number[], initial: Initial, key: { seed: number; sample: number }): Float32Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1))
  if (initial === 'zeros') return values
  if (initial === 'ones') return values.fill(1)
  const { mean = 0, std } = initial
  normals({ ...key, stream: STREAMS.weights, step: 0 }, values)
  return values.map((z) => mean + std * z)
}

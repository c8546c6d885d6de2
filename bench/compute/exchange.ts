/** The tensors that all contenders of a row begin with: weights by name, images, noise, levels; written once, as safetensors. */
import { writeFileSync } from 'node:fs'
import { encodeSafetensors, type StoredTensor } from '#files/safetensors.ts'
import type { Tf } from '#compute/tf.ts'
import { fillImages } from '#datasets/dataset.ts'
import { openMnist } from '#datasets/mnist.ts'
import { buildNetwork } from '#diffusion/networks/build-network.ts'
import type { Network } from '#diffusion/networks/network.ts'
import { drawSigmas } from '#diffusion/objectives/noise-levels.ts'
import { integers, normals, STREAMS } from '#theory/noise/philox.ts'
import { type DataRow, type NetworkRow, type Row, type SamplerRow, SHAPE } from './rows.ts'

export const SEED = 1
const PIXELS = SHAPE.height * SHAPE.width * SHAPE.channels

export async function writeTensors(tf: Tf, row: Row, file: string): Promise<void> {
  const tensors = await tensorsOf(tf, row)
  writeFileSync(file, encodeSafetensors(tensors, {}))
}

function tensorsOf(tf: Tf, row: Row): Promise<Map<string, StoredTensor>> {
  if (row.kind === 'empirical') return empiricalTensors(row.batch)
  if ('data' in row) return imageBytes(row)
  return networkTensors(tf, row)
}

/** MNIST's bytes, or random ones in the shape of CIFAR-10's training images: a spectrum costs the same whatever is in them. */
async function imageBytes({ kind, data, batch: count }: DataRow): Promise<Map<string, StoredTensor>> {
  if (data === 'synthetic-cifar') {
    const bytes = new Uint8Array(count * 3072)
    const draws = new Uint32Array(bytes.buffer)
    draws.set(integers({ seed: SEED, stream: STREAMS.training, sample: 0, step: 0 }, 2 ** 32, draws.length))
    return new Map([['images', { dtype: 'U8', shape: [count, 3072], data: bytes }]])
  }
  const mnist = await openMnist(kind === 'classify' ? 'test' : 'train')
  return new Map([['images', { dtype: 'U8', shape: [count, PIXELS], data: mnist.pixels as Uint8Array }]])
}

/** The network of a row with every weight moved a little, so that layers that start at 0 do their work. */
export function benchNetwork(tf: Tf, { network: spec }: Pick<NetworkRow, 'network'>): Network {
  const network = buildNetwork(tf, spec, SHAPE, SEED)
  let sample = 0
  for (const weight of network.weights.values()) {
    const draws = new Float32Array(weight.size)
    normals({ seed: SEED, stream: STREAMS.weights, sample: sample++, step: 1 }, draws)
    tf.tidy(() => weight.assign(weight.add(tf.tensor(draws, weight.shape).mul(0.02))))
  }
  return network
}

async function networkTensors(tf: Tf, row: NetworkRow | SamplerRow): Promise<Map<string, StoredTensor>> {
  const network = benchNetwork(tf, row)
  const tensors = new Map<string, StoredTensor>()
  for (const [name, weight] of network.weights)
    tensors.set(`weights/${name}`, float32(weight.shape, (weight.dataSync() as Float32Array).slice()))
  network.dispose()
  const { x0, z, sigma } = await batch(row.batch)
  const { height, width, channels } = SHAPE
  if ('n' in row) return tensors.set('start', float32([row.n, height, width, channels], startNoise(row.n)))
  const shape = [row.batch, height, width, channels]
  return tensors
    .set('x0', float32(shape, x0))
    .set('z', float32(shape, z))
    .set('sigma', float32([row.batch], sigma))
}

/** The unit normals that our sampler starts sample by sample from. */
function startNoise(n: number): Float32Array {
  const values = new Float32Array(n * PIXELS)
  for (let sample = 0; sample < n; sample++)
    normals(
      { seed: SEED, stream: STREAMS.start, sample, step: 0 },
      values.subarray(sample * PIXELS, (sample + 1) * PIXELS),
    )
  return values
}

async function empiricalTensors(count: number): Promise<Map<string, StoredTensor>> {
  const mnist = await openMnist('train')
  const images = new Float32Array(mnist.count * PIXELS)
  fillImages(mnist, Uint32Array.from({ length: mnist.count }, (_, i) => i), [0, 1], images) // prettier-ignore
  const { x0, z, sigma } = await batch(count)
  const x = x0.map((value, i) => value + sigma[Math.floor(i / PIXELS)] * z[i])
  const repeated = Float32Array.from({ length: count * PIXELS }, (_, i) => sigma[Math.floor(i / PIXELS)])
  return new Map([
    ['images', float32([mnist.count, PIXELS], images)],
    ['x', float32([count, PIXELS], x)],
    ['sigma', float32([count, PIXELS], repeated)],
  ])
}

async function batch(count: number) {
  const mnist = await openMnist('test')
  const x0 = new Float32Array(count * PIXELS)
  fillImages(mnist, Uint32Array.from({ length: count }, (_, i) => i), [0, 1], x0) // prettier-ignore
  const z = new Float32Array(x0.length)
  normals({ seed: SEED, stream: STREAMS.training, sample: 0, step: 0 }, z)
  const key = { seed: SEED, stream: STREAMS.sigma, sample: 0, step: 0 }
  return { x0, z, sigma: drawSigmas({ name: 'log-normal', pMean: -1.4, pStd: 1.4 }, key, count) }
}

const float32 = (shape: readonly number[], data: Float32Array): StoredTensor => ({
  dtype: 'F32',
  shape: [...shape],
  data,
})

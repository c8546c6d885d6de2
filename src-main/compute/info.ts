/** What computes here and how fast: the answer of `anneal info`. */
import type { Rank, Tensor } from '@tensorflow/tfjs'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { openCompute, type Compute, type Tf } from './backend.ts'
import { hasInception, INCEPTION, inceptionFile } from '#program/inception-cache.mjs'

export type ComputeInfo = Omit<Compute, 'tf' | 'name'> & {
  backend: Compute['name']
  tfjs: string
  node: string
  cpu: { model: string; cores: number; flags: string[] }
  /** Billions of floating-point operations a second (a multiply-add is two), median of several: a 2048 x 2048 matrix product, */
  matmulGflops: number
  /** and a 3x3 convolution of 32 images of 28 x 28 from 64 channels to 64, zeros at the border counted. */
  convolutionGflops: number
  /** The network of FID: whether set-up has fetched it, and how large it is. */
  fid: { there: boolean; megabytes: number; file: string }
}

/** Instruction sets that decide how fast a convolution is. */
const RELEVANT_FLAGS = [
  'avx2',
  'fma',
  'avx512f',
  'avx512_bf16',
  'avx512_vnni',
  'amx_tile',
  'amx_bf16',
  'asimd',
  'bf16',
  'sve',
]

/** Opens the backend of this process and measures it; some seconds on WebAssembly, under one on TensorFlow. */
export const computeInfo = async (options: { backend?: string } = {}): Promise<ComputeInfo> =>
  measuredInfo(await openCompute(options))

/** Of a backend that is open already. */
export function measuredInfo({ tf, name, ...rest }: Compute): ComputeInfo {
  return {
    backend: name,
    ...rest,
    tfjs: tf.version_core,
    node: process.versions.node,
    cpu: { model: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, flags: cpuFlags() },
    ...measure(tf, name === 'cpu'),
    fid: { there: hasInception(), megabytes: Math.round(INCEPTION.bytes / 1e6), file: inceptionFile() },
  }
}

/** Plain JavaScript is given a smaller matrix and one image: the full ones would take it minutes, and the rate is the same. */
function measure(tf: Tf, isSlow: boolean): Pick<ComputeInfo, 'matmulGflops' | 'convolutionGflops'> {
  const [size, batch] = isSlow ? [256, 1] : [2048, 32]
  return tf.tidy(() => {
    const matrix = tf.ones<Rank.R2>([size, size])
    const images = tf.ones<Rank.R4>([batch, 28, 28, 64])
    const filter = tf.ones<Rank.R4>([3, 3, 64, 64])
    return {
      matmulGflops: rate(tf, 2 * size ** 3, () => tf.matMul(matrix, matrix)),
      convolutionGflops: rate(tf, 2 * batch * 28 ** 2 * 9 * 64 ** 2, () => tf.conv2d(images, filter, 1, 'same')),
    }
  })
}

/** A slow or busy machine is measured less often, so that the answer comes in seconds. */
const [MOST_ROUNDS, LEAST_ROUNDS, ENOUGH_SECONDS] = [7, 3, 2]

/** Median of up to seven after a warm-up; one number is read back, because a GPU answers before it is done. */
function rate(tf: Tf, operations: number, compute: () => Tensor): number {
  const run = () => {
    const started = performance.now()
    tf.tidy(() => compute().flatten().slice(0, 1).dataSync())
    return (performance.now() - started) / 1000
  }
  run()
  const seconds: number[] = []
  for (let total = 0; seconds.length < MOST_ROUNDS && (seconds.length < LEAST_ROUNDS || total < ENOUGH_SECONDS);) {
    const taken = run()
    seconds.push(taken)
    total += taken
  }
  return operations / seconds.toSorted((a, b) => a - b)[seconds.length >> 1]! / 1e9
}

/** From Linux's own list; other systems do not say. */
function cpuFlags(): string[] {
  try {
    const line = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? ''
    const flags = new Set(line.split(/\s+/))
    return RELEVANT_FLAGS.filter((flag) => flags.has(flag))
  } catch {
    return []
  }
}

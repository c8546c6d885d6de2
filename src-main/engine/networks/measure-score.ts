/** A network beside the exact score at each noise level: the errors of every image, and the sums that the ledger regresses. */
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/tf.ts'
import type { Denoiser } from '#diffusion/scores/denoiser.ts'
import type { ImageShape } from '#diffusion/networks/network.ts'
import type { GaussianLaw } from '#diffusion/scores/gaussian.ts'
import { normals, STREAMS } from '#theory/noise/philox.ts'
import { addImage, type LevelSums, levelSums } from './ledger-sums.ts'

const BATCH = 32

export type Asked = {
  denoised: Denoiser
  exact: Denoiser
  law: GaussianLaw
  shape: ImageShape
  /** Clean images one after another, in units of the network. */
  images: Float32Array
  sigmas: readonly number[]
}

/** `squares[level][image]`: |D - D_exact|^2. The noise of an image is the same at every level. */
export type ScoreSums = { sums: LevelSums[]; squares: Float64Array[] }

export async function measureScore(
  tf: Tf,
  { denoised, exact, law, shape, images, sigmas }: Asked,
  tick: (done: number, of: number) => Promise<void>,
): Promise<ScoreSums> {
  const size = law.mean.length
  const count = images.length / size
  const dims = (n: number): [number, number, number, number] => [n, shape.height, shape.width, shape.channels]
  const mean = tf.tensor1d(law.mean)
  const basis = law.eigenvectors ? tf.tensor2d(law.eigenvectors, [size, size]) : null
  const along = (x: Tensor4D, n: number): Tensor2D =>
    basis ? tf.matMul(x.reshape<Tensor2D>([n, size]), basis) : x.reshape<Tensor2D>([n, size])
  const found: ScoreSums = { sums: [], squares: [] }
  try {
    for (const [level, sigma] of sigmas.entries()) {
      const sums = levelSums(sigma, size)
      const squares = new Float64Array(count)
      for (let from = 0; from < count; from += BATCH) {
        const n = Math.min(BATCH, count - from)
        const both = tf.tidy(() => {
          const x0 = images.subarray(from * size, (from + n) * size)
          const z = noise(from, n, size)
          const x = tf.tensor4d(
            x0.map((value, i) => value + sigma * z[i]),
            dims(n),
          )
          const at = tf.ones([n]).mul<Tensor1D>(sigma)
          const error: Tensor4D = denoised(x, at).sub(exact(x, at))
          return [along(x.sub<Tensor4D>(mean.reshape(dims(1))), n), along(error, n)]
        })
        // read outside tf.tidy, which would look for tensors among the numbers
        const [y, e] = both.map((tensor) => tensor.dataSync() as Float32Array)
        tf.dispose(both)
        for (let i = 0; i < n; i++) {
          addImage(sums, from + i, y, e, i * size)
          for (let j = 0; j < size; j++) squares[from + i] += e[i * size + j] ** 2
        }
        await tick(level * count + from + n, sigmas.length * count)
      }
      found.sums.push(sums)
      found.squares.push(squares)
    }
  } finally {
    mean.dispose()
    basis?.dispose()
  }
  return found
}

function noise(from: number, n: number, size: number): Float32Array {
  const values = new Float32Array(n * size)
  for (let i = 0; i < n; i++)
    normals({ seed: 0, stream: STREAMS.start, sample: from + i, step: 0 }, values.subarray(i * size, (i + 1) * size))
  return values
}

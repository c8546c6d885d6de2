/** The exact denoiser of a Gaussian under a corruption: by frequency where both are diagonal there, else of a full covariance. */
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { hartleyBasis } from '#theory/corruptions/gaussian-blur.ts'
import type { LinearMap } from '#theory/corruptions/corruption.ts'
import { posteriorGain } from '#theory/laws/corrupted-gaussian.ts'
import type { Level } from '#theory/grids/levels.ts'
import type { Solve } from '#theory/statistics/cholesky-solve.ts'
import { alongFirst, turned } from '../corruptions/image-axes.ts'
import type { ImageShape } from '../networks/network.ts'
import type { ScoreSource } from './denoiser.ts'
import { levelsByTime } from './level-of-batch.ts'

/** Mean HWC, and the variance of each coefficient of the basis for each channel, HWC too. */
export type StationaryLaw = { mean: Float64Array; variances: Float64Array; shape: ImageShape }
export type DenseLaw = { mean: Float64Array; covariance: Float64Array; shape: ImageShape }

/**
 * Images whose coefficients in Hartley's basis B are independent with variance lambda_k about the mean, under a corruption that is
 * diagonal there too, c_k (the periodic blur, or none):
 *
 *     denoised = m + B (c lambda / (c^2 lambda + sigma^2)) B (x - C m)
 */
export function stationaryScore(tf: Tf, law: StationaryLaw, map: LinearMap, levels: readonly Level[]): ScoreSource {
  const { height, width, channels } = law.shape
  const at = levelsByTime(levels)
  const matrix = (size: number) => tf.tensor2d(Float32Array.from(hartleyBasis(size)), [size, size])
  const down = matrix(height)
  const along = matrix(width)
  const shape: [number, number, number, number] = [1, height, width, channels]
  const mean = tf.tensor4d(Float32Array.from(law.mean), shape)

  const waves = (x: Tensor4D): Tensor4D => turned(alongFirst(tf, turned(alongFirst(tf, x, down)), along))

  return {
    denoised: (x, sigma, t) =>
      tf.tidy(() => {
        const { sigma: noise, corruption } = at(sigma, t)
        const { values: c } = map.gains(corruption)!
        const shrink = law.variances.map((lambda, i) => {
          const gain = c[Math.floor(i / channels)]
          return lambda === 0 ? 0 : (gain * lambda) / (gain ** 2 * lambda + noise ** 2)
        })
        const gain = tf.tensor4d(Float32Array.from(shrink), shape)
        const centred: Tensor4D = x.sub(tf.tensor4d(Float32Array.from(map.apply(law.mean, corruption)), shape))
        return waves(waves(centred).mul(gain)).add<Tensor4D>(mean)
      }),
    dispose: () => tf.dispose([down, along, mean]),
  }
}

/** denoised = m + S C' (C S C' + sigma^2 I)^-1 (x - C m), the matrix solved for in float64 once for each level that is come to. */
export function denseScore(
  tf: Tf,
  { mean, covariance, shape }: DenseLaw,
  { map, levels, solve }: { map: LinearMap; levels: readonly Level[]; solve?: Solve },
): ScoreSource {
  const d = mean.length
  const at = levelsByTime(levels)
  const own = tf.tensor2d(Float32Array.from(mean), [1, d])
  let held: { key: string; gain: Tensor2D; corrupted: Tensor2D } | null = null
  const release = () => held && tf.dispose([held.gain, held.corrupted])

  function open(sigma: number, level: number) {
    const key = `${sigma} ${level}`
    if (held?.key === key) return held
    release()
    const gain = posteriorGain(covariance, { map, level, sigma, solve })
    const corrupted = Float32Array.from(map.apply(mean, level))
    held = {
      key,
      gain: tf.keep(tf.tensor2d(Float32Array.from(gain), [d, d])),
      corrupted: tf.keep(tf.tensor2d(corrupted, [1, d])),
    }
    return held
  }

  return {
    denoised: (x, sigma, t) =>
      tf.tidy(() => {
        const { sigma: noise, corruption } = at(sigma, t)
        const { gain, corrupted } = open(noise, corruption)
        const centred: Tensor2D = x.reshape<Tensor2D>([-1, shape.height * shape.width * shape.channels]).sub(corrupted)
        return tf.matMul(centred, gain).add(own).reshape(x.shape)
      }),
    dispose() {
      release()
      own.dispose()
    },
  }
}

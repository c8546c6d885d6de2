/** The exact denoisers of laws in the plane, point by point in float64. */
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'
import { LAWS_2D, type Law2dParams } from '#datasets/laws-2d.ts'
import type { ExactSource } from './denoiser.ts'

type Point = readonly [x: number, y: number]
/** At noise level sigma: E[x0 | x] and log p_sigma(x), the density being normalised. */
export type NoisedPoint = { denoised(x: Point, sigma: number): Point; logDensity(x: Point, sigma: number): number }

/** Rings blurred by N(0, s^2 I) and noised are rings blurred by s^2 + sigma^2; the rest is Tweedie's formula. */
export function noisedRings({ radii, std }: Law2dParams['rings']): NoisedPoint {
  const at = (sigma: number) => LAWS_2D.rings({ radii, std: Math.hypot(std, sigma) })
  return {
    denoised(x, sigma) {
      const [sx, sy] = at(sigma).score(x)
      return [x[0] + sigma * sigma * sx, x[1] + sigma * sigma * sy]
    },
    logDensity: (x, sigma) => at(sigma).logDensity(x),
  }
}

/** Knots of the trapezoidal rule over +-8 standard deviations: it converges faster than any power for a smooth integrand. */
const KNOTS = 129
const REACH = 8

/**
 * For (x1, x2 + b (x1^2 - 1)) standard normal and v = 1 + sigma^2, given the noisy (y1, y2):
 *
 *     x1 | y1     ~ N(y1 / v, sigma^2 / v), to be weighted by N(y2; m(x1), v), m(x1) = -b (x1^2 - 1)
 *     E[x2 | x1, y2] = m(x1) + (y2 - m(x1)) / v
 *     p(y1, y2)    = N(y1; 0, v) E[N(y2; m(x1), v) | y1]
 *
 * The expectations over x1 are integrals in one dimension, by the trapezoidal rule.
 */
export function noisedBanana({ bend }: Law2dParams['banana']): NoisedPoint {
  function integrate([y1, y2]: Point, sigma: number) {
    const v = 1 + sigma * sigma
    const spread = sigma / Math.sqrt(v)
    let [top, mass, first, second] = [-Infinity, 0, 0, 0]
    for (let k = 0; k < KNOTS; k++) {
      const z = REACH * ((2 * k) / (KNOTS - 1) - 1)
      const x1 = y1 / v + spread * z
      const m = -bend * (x1 * x1 - 1)
      const log = -(z * z) / 2 - (y2 - m) ** 2 / (2 * v)
      if (log > top) {
        const fade = Math.exp(top - log)
        ;[top, mass, first, second] = [log, mass * fade, first * fade, second * fade]
      }
      const weight = Math.exp(log - top)
      mass += weight
      first += weight * x1
      second += weight * (m + (y2 - m) / v)
    }
    return { v, mass, first, second, top }
  }
  return {
    denoised(x, sigma) {
      const { mass, first, second } = integrate(x, sigma)
      return [first / mass, second / mass]
    },
    logDensity([y1, y2], sigma) {
      const { v, mass, top } = integrate([y1, y2], sigma)
      const step = (2 * REACH) / (KNOTS - 1)
      const average = top + Math.log((mass * step) / Math.sqrt(2 * Math.PI))
      return -(y1 * y1) / (2 * v) - Math.log(2 * Math.PI * v) + average
    },
  }
}

/** Asked for tensors of points [n, 1, 2, 1]. */
export function planarScore(tf: Tf, point: NoisedPoint): ExactSource {
  const each = (x: Tensor4D, sigma: Tensor1D, answer: (at: Point, sigma: number, i: number) => void) => {
    const [values, levels] = [x.dataSync(), sigma.dataSync()]
    for (let i = 0; i < levels.length; i++) answer([values[2 * i], values[2 * i + 1]], levels[i], i)
  }
  return {
    denoised(x, sigma) {
      const out = new Float32Array(x.size)
      each(x, sigma, (at, level, i) => out.set(point.denoised(at, level), 2 * i))
      return tf.tensor4d(out, x.shape)
    },
    logDensity(x, sigma) {
      const out = new Float32Array(x.shape[0])
      each(x, sigma, (at, level, i) => (out[i] = point.logDensity(at, level)))
      return tf.tensor1d(out)
    },
    dispose() {},
  }
}

/** Laws in the plane with exact samples, density and score: the ground truth that images do not have. Float64 throughout. */
import { LAW_2D_DEFAULTS, type Law2dParams } from '#axes/scores/planar-laws.ts'
import { normals, STREAMS, uniforms } from '#theory/noise/philox.ts'
import { besselRatio, logBesselI0 } from './bessel.ts'

type Point = readonly [x: number, y: number]

/**
 * `draw` turns one uniform in [0, 1) and two standard normals into a point, exactly in law. `logDensity` is normalised;
 * `score` is its gradient, grad log p.
 */
export type Law2d = {
  draw: (uniform: number, z: Point) => Point
  logDensity: (point: Point) => number
  score: (point: Point) => Point
}

export { LAW_2D_DEFAULTS, type Law2dParams }
export type Law2dName = keyof Law2dParams

const LOG_2PI = Math.log(2 * Math.PI)

export const LAWS_2D: { readonly [N in Law2dName]: (params: Law2dParams[N]) => Law2d } = {
  /** log p = logsumexp_k(log w_k - |x - m_k|^2 / 2s^2) - log 2 pi s^2; score = sum_k r_k (m_k - x) / s^2, r_k the posterior weights. */
  mixture: ({ weights, means, std }) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const shares = weights.map((weight) => weight / total)
    const terms = ([x, y]: Point) =>
      means.map(([mx, my], k) => Math.log(shares[k]) - ((x - mx) ** 2 + (y - my) ** 2) / (2 * std * std))
    return {
      draw: (uniform, [z1, z2]) => {
        const [mx, my] = means[pick(shares, uniform)]
        return [mx + std * z1, my + std * z2]
      },
      logDensity: (point) => logSumExp(terms(point)) - LOG_2PI - 2 * Math.log(std),
      score: (point) =>
        average(
          posterior(terms(point)),
          means.map(([mx, my]) => [(mx - point[0]) / std ** 2, (my - point[1]) / std ** 2]),
        ),
    }
  },

  /**
   * A circle of radius R blurred: log p = log I0(R r / s^2) - (r^2 + R^2) / 2s^2 - log 2 pi s^2, r = |x| (Rice 1945);
   * radial score = (R I1/I0(R r / s^2) - r) / s^2.
   */
  rings: ({ radii, std }) => {
    const variance = std * std
    const terms = ([x, y]: Point) => {
      const r = Math.hypot(x, y)
      return radii.map(
        (R) => logBesselI0((R * r) / variance) - (r * r + R * R) / (2 * variance) - Math.log(radii.length),
      )
    }
    return {
      draw: (uniform, [z1, z2]) => {
        const ring = Math.min(Math.floor(uniform * radii.length), radii.length - 1)
        const angle = 2 * Math.PI * (uniform * radii.length - ring)
        return [radii[ring] * Math.cos(angle) + std * z1, radii[ring] * Math.sin(angle) + std * z2]
      },
      logDensity: (point) => logSumExp(terms(point)) - LOG_2PI - Math.log(variance),
      score: (point) => {
        const [x, y] = point
        const r = Math.hypot(x, y)
        if (r === 0) return [0, 0]
        const radial = radii.map((R): Point => {
          const pull = (R * besselRatio((R * r) / variance) - r) / (variance * r)
          return [pull * x, pull * y]
        })
        return average(posterior(terms(point)), radial)
      },
    }
  },

  /**
   * With y2 = x2 + b (x1^2 - 1): log p = -(x1^2 + y2^2) / 2 - log 2 pi (the map has Jacobian 1);
   * score = (-x1 - 2 b x1 y2, -y2), the second term of the first component by the chain rule. After Haario et al. 1999.
   */
  banana: ({ bend }) => {
    const straight = ([x1, x2]: Point) => x2 + bend * (x1 * x1 - 1)
    return {
      draw: (_, [z1, z2]) => [z1, z2 - bend * (z1 * z1 - 1)],
      logDensity: (point) => -(point[0] ** 2 + straight(point) ** 2) / 2 - LOG_2PI,
      score: (point) => {
        const y2 = straight(point)
        return [-point[0] - 2 * bend * point[0] * y2, -y2]
      },
    }
  },
}

/** `count` points, x and y in turn. Point i depends on seed and i alone, so a longer draw begins with a shorter one. */
export function samplePoints(law: Law2d, seed: number, count: number): Float64Array {
  const points = new Float64Array(2 * count)
  const uniform = new Float64Array(1)
  const z = new Float64Array(2)
  for (let sample = 0; sample < count; sample++) {
    const key = { seed, stream: STREAMS.law, sample }
    uniforms({ ...key, step: 0 }, uniform)
    normals({ ...key, step: 1 }, z)
    points.set(law.draw(uniform[0], [z[0], z[1]]), 2 * sample)
  }
  return points
}

/** The first index whose running sum of shares passes `uniform`. */
function pick(shares: readonly number[], uniform: number): number {
  let sum = 0
  const found = shares.findIndex((share) => (sum += share) > uniform)
  return found < 0 ? shares.length - 1 : found
}

function logSumExp(terms: readonly number[]): number {
  const top = Math.max(...terms)
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0))
}

const posterior = (terms: readonly number[]) => {
  const total = logSumExp(terms)
  return terms.map((term) => Math.exp(term - total))
}

const average = (weights: readonly number[], points: readonly Point[]): Point => [
  points.reduce((sum, [x], k) => sum + weights[k] * x, 0),
  points.reduce((sum, [, y], k) => sum + weights[k] * y, 0),
]

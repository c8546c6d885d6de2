import { beforeAll, expect, it } from 'vitest'
import { openCompute, type Tf } from '#compute/backend.ts'
import { spontaneousMagnetisation } from '#theory/laws/curie-weiss.ts'
import { curieWeissScore } from './curie-weiss.ts'

let tf: Tf
beforeAll(async () => {
  tf = (await openCompute({ backend: 'cpu' })).tf
})

const [beta, h] = [1.5, 0.3]
const m = spontaneousMagnetisation(beta)
const STATES = [[-1, -1], [-1, 1], [1, -1], [1, 1]] as const // prettier-ignore

/** p(a) by its two product laws, then Bayes over the four states. */
function byStates(x: readonly number[], sigma: number): { mean: number[]; logDensity: number } {
  const weights = STATES.map((a) => {
    const product = (sign: number) => a.reduce<number>((p, spin) => (p * (1 + sign * m * spin)) / 2, 1)
    const prior = Math.exp(h * m) * product(1) + Math.exp(-h * m) * product(-1)
    return prior * Math.exp(-a.reduce((sum, spin, i) => sum + (x[i] - spin) ** 2, 0) / (2 * sigma ** 2))
  })
  const total = weights.reduce((sum, w) => sum + w, 0)
  return {
    mean: [0, 1].map((i) => STATES.reduce((sum, a, k) => sum + weights[k] * a[i], 0) / total),
    logDensity: Math.log(total),
  }
}

it.each([0.4, 1, 5])('is the mean over all states of two spins, and its density their sum, at sigma = %f', (sigma) => {
  const score = curieWeissScore(tf, { beta, h })
  const points = [[0.3, -0.2], [1.4, 0.8], [-2, 1]] // prettier-ignore
  const x = tf.tensor4d(points.flat(), [3, 1, 2, 1])
  const level = tf.ones([3]).mul(sigma) as never
  const found = score.denoised(x, level).dataSync()
  const logs = score.logDensity(x, level).dataSync()
  points.forEach((point, i) => {
    const { mean, logDensity } = byStates(point, sigma)
    mean.forEach((value, k) => expect(found[2 * i + k]).toBeCloseTo(value, 5))
    expect(logs[i] - logs[0]).toBeCloseTo(logDensity - byStates(points[0], sigma).logDensity, 4)
  })
})

import type * as tfjs from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { normals } from '#theory/noise/philox.ts'
import { WEIGHTS, type WeightedObjective } from '#theory/effort/weights.ts'
import { OBJECTIVES, sampleLosses } from './objectives.ts'

const { tf } = await openCompute()

const SHAPE: [number, number, number, number] = [3, 2, 2, 1]
const random = (sample: number) => {
  const values = new Float32Array(12)
  normals({ seed: 1, stream: 0, sample, step: 0 }, values)
  return tf.tensor4d(values, SHAPE)
}
const [x0, z] = [random(0), random(1)]
const SIGMAS = [0.05, 0.7, 9]
const sigma = tf.tensor1d(SIGMAS)
/** Any denoiser will do: 0.6 x. */
const denoised = (x: tfjs.Tensor4D) => x.mul(0.6) as tfjs.Tensor4D

describe.each(Object.keys(WEIGHTS) as WeightedObjective[])('%s', (name) => {
  it('is its weight times the squared error of the image', () => {
    const losses = sampleLosses(tf, name, denoised, { x0, z, sigma }, { sigmaData: 0.5 }).dataSync()
    const [images, noise] = [x0.dataSync(), z.dataSync()]
    SIGMAS.forEach((s, i) => {
      let sum = 0
      for (let p = 4 * i; p < 4 * i + 4; p++) sum += (0.6 * (images[p] + s * noise[p]) - images[p]) ** 2
      // dsm sums over pixels and takes half
      const scale = name === 'dsm' ? 1 / 2 : 1 / 4
      expect(losses[i] / (WEIGHTS[name](s, 0.5) * sum * scale)).toBeCloseTo(1, 4)
    })
  })
})

describe('dsm', () => {
  it('is 1/2 sigma^2 |score + z/sigma|^2 summed over pixels, score = (denoised - x)/sigma^2', () => {
    const losses = sampleLosses(tf, 'dsm', denoised, { x0, z, sigma }, { sigmaData: 0.5 }).dataSync()
    const [images, noise] = [x0.dataSync(), z.dataSync()]
    SIGMAS.forEach((s, i) => {
      let sum = 0
      for (let p = 4 * i; p < 4 * i + 4; p++) {
        const x = images[p] + s * noise[p]
        const score = (0.6 * x - x) / s ** 2
        sum += 0.5 * s ** 2 * (score + noise[p] / s) ** 2
      }
      expect(losses[i] / sum).toBeCloseTo(1, 4)
    })
  })

  it('is 1/2 a pixel for a network whose score is 0', () => {
    const losses = sampleLosses(tf, 'dsm', (x) => x, { x0, z: tf.onesLike(z), sigma }, { sigmaData: 0.5 }).dataSync()
    losses.forEach((loss) => expect(loss).toBeCloseTo(0.5 * 4, 4))
  })
})

describe('edm', () => {
  it('weighs the denoiser by (sigma^2 + sigma_data^2)/(sigma sigma_data)^2, mean over pixels', () => {
    const error = x0
    const exact = () => x0.add(error) as tfjs.Tensor4D
    const losses = OBJECTIVES.edm.losses(tf, exact, { x0, z, x: x0, sigma }, { sigmaData: 0.5 }).dataSync()
    const values = error.dataSync() as Float32Array
    SIGMAS.forEach((s, i) => {
      const mean = values.slice(4 * i, 4 * i + 4).reduce((sum, e) => sum + e * e, 0) / 4
      expect(losses[i] / ((mean * (s ** 2 + 0.25)) / (s * 0.5) ** 2)).toBeCloseTo(1, 4)
    })
  })

  it('is about 1 before training at every sigma, for data of variance sigma_data^2', () => {
    const count = 4000
    const normal = (stream: number) => {
      const values = new Float32Array(count)
      normals({ seed: 2, stream, sample: 0, step: 0 }, values)
      return tf.tensor4d(values, [1, count, 1, 1])
    }
    for (const s of SIGMAS) {
      const skip = 0.25 / (s ** 2 + 0.25)
      const untrained = (x: tfjs.Tensor4D) => x.mul(skip) as tfjs.Tensor4D
      const batch = { x0: normal(1).mul(0.5) as tfjs.Tensor4D, z: normal(2), sigma: tf.tensor1d([s]) }
      expect(sampleLosses(tf, 'edm', untrained, batch, { sigmaData: 0.5 }).dataSync()[0]).toBeCloseTo(1, 0)
      expect(Math.abs(sampleLosses(tf, 'edm', untrained, batch, { sigmaData: 0.5 }).dataSync()[0] - 1)).toBeLessThan(
        0.1,
      )
    }
  })
})

/** Each parametrisation, asked for its own exact answer, is the same denoiser. */
import type * as tfjs from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { openCompute } from '#compute/backend.ts'
import { convert, type Prediction } from '../scores/conversions.ts'
import { PARAMETRISED } from './preconditioning.ts'

const { tf } = await openCompute({ backend: 'cpu' })

const SIGMAS = [0.02, 0.3, 1, 7]
const L = 0.4
const column = (values: readonly number[]) => tf.tensor4d([...values], [values.length, 1, 1, 1])
const sigma = tf.tensor1d(SIGMAS)
const x = tf.tensor4d([0.3, -1, 0.5, 2, -0.1, 1.5, 6, -4], [4, 1, 2, 1])
/** Of N(0, L I), exactly. */
const exact = x.mul(column(SIGMAS.map((s) => L / (L + s * s)))) as tfjs.Tensor4D

const vp = SIGMAS.map((s) => 1 / Math.sqrt(1 + s * s))
const flow = SIGMAS.map((s) => 1 / (1 + s))
const CASES: [keyof typeof PARAMETRISED, Prediction, number[], number][] = [
  ['noise', 'eps', vp, 1],
  ['sigma', 'eps', SIGMAS.map(() => 1), -1],
  ['v', 'v', vp, 1],
  ['velocity', 'velocity', flow, 1],
]

it.each(CASES)('%s gives the denoiser to 1e-6 of the image', (name, prediction, alphas, sign) => {
  const alpha = column(alphas)
  const at = { x: x.mul(alpha) as tfjs.Tensor4D, alpha, sigma: column(SIGMAS.map((s, i) => s * alphas[i])) }
  const answer = convert(exact, 'denoised', prediction, at).mul(sign) as tfjs.Tensor4D
  let asked: tfjs.Tensor4D | null = null
  const raw = (given: tfjs.Tensor4D) => ((asked = given), answer)
  const found = PARAMETRISED[name](raw, 0.5)(x, sigma).dataSync()
  const wanted = exact.dataSync()
  // float32: relative to what the answer is taken from
  const sizes = x.dataSync()
  wanted.forEach((value, i) => expect(Math.abs(found[i] - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(sizes[i]))))
  // and F was asked where it was trained: at x_t of its process
  asked!.dataSync().forEach((value, i) => expect(value).toBeCloseTo(at.x.dataSync()[i], 5))
})

it('edm, whose answer is the image less what is skipped, is one more of them, and v with unit data is edm but for the sign', () => {
  const raw = (given: tfjs.Tensor4D) => given.mul(0.7).sin() as tfjs.Tensor4D
  const [edm, v] = [
    PARAMETRISED.edm(raw, 1)(x, sigma),
    PARAMETRISED.v((given) => raw(given).neg() as tfjs.Tensor4D, 1)(x, sigma),
  ]
  edm.dataSync().forEach((value, i) => expect(v.dataSync()[i]).toBeCloseTo(value, 5))
})

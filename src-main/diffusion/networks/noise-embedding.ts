/** What a network is told of the noise level: ln(sigma)/4 as a vector of sines and cosines. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

const LOWEST = 1 / 8
const HIGHEST = 8

/** `count` frequencies in cycles per unit of ln(sigma)/4, geometric from 1/8 to 8: from the whole range to half an e-fold. */
export const noiseFrequencies = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, k) => LOWEST * (HIGHEST / LOWEST) ** (k / Math.max(1, count - 1)))

/**
 * [B] -> [B, 2 count]: cos and sin of 2 pi f c_noise, c_noise = ln(sigma)/4. Fourier features after Tancik et al. 2020,
 * arXiv:2006.10739, c_noise after Karras et al. 2022, arXiv:2206.00364 table 1; fixed frequencies are ours.
 */
export function embedNoise(tf: Tf, sigma: tfjs.Tensor1D, frequencies: tfjs.Tensor1D): tfjs.Tensor2D {
  const cNoise = sigma.log().div(4)
  const phase = cNoise
    .reshape([-1, 1])
    .mul(frequencies.reshape([1, -1]))
    .mul(2 * Math.PI)
  return tf.concat([phase.cos(), phase.sin()], 1) as tfjs.Tensor2D
}

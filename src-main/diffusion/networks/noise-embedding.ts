/** What a network is told of its level: one number, ln(sigma)/4 or 4 t, as a vector of sines and cosines. */
import type * as tfjs from '@tensorflow/tfjs'
import type { Tf } from '#compute/backend.ts'

const LOWEST = 1 / 8
const HIGHEST = 8

/** `count` frequencies in cycles per unit of that number, geometric from 1/8 to 8: of ln(sigma)/4 from the whole range to half an e-fold. */
export const noiseFrequencies = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, k) => LOWEST * (HIGHEST / LOWEST) ** (k / Math.max(1, count - 1)))

/**
 * [B] -> [B, 2 count]: cos and sin of 2 pi f c_noise. Fourier features after Tancik et al. 2020,
 * arXiv:2006.10739; fixed frequencies are ours.
 */
export function embedNoise(tf: Tf, cNoise: tfjs.Tensor1D, frequencies: tfjs.Tensor1D): tfjs.Tensor2D {
  const phase = cNoise
    .reshape([-1, 1])
    .mul(frequencies.reshape([1, -1]))
    .mul(2 * Math.PI)
  return tf.concat([phase.cos(), phase.sin()], 1) as tfjs.Tensor2D
}

/** The Gaussian of a grey texture in its own basis, sines and cosines: exact, where a covariance of samples would be estimated. */
import { Refusal } from '#contract/refusal.ts'
import type { GaussianLaw } from '#diffusion/scores/gaussian.ts'
import type { Texture } from '#theory/laws/gaussian-texture.ts'

const LARGEST = 4096

/**
 * A stationary covariance has the real Fourier basis for eigenvectors: for each frequency k that is its own opposite cos(2 pi k.x) / sqrt(n),
 * for each pair k, -k the sqrt(2/n) cos and sin; both with the pair's eigenvalue.
 */
export function textureGaussian({ height, width, channels, mean, spectrum }: Texture): GaussianLaw {
  const size = height * width
  if (channels !== 1 || size > LARGEST)
    throw new Refusal(
      `score.dataset: the Gaussian of a texture is known for grey ones of up to ${LARGEST} pixels, not ${height} x ${width} x ${channels}: take channels: 1 and a smaller size.`,
      { field: 'score.dataset', code: 'unsupported' },
    )
  const variances = new Float32Array(size)
  const eigenvectors = new Float32Array(size * size)
  let column = 0
  const add = (k: number, of: (angle: number) => number, scale: number) => {
    const [down, right] = [Math.floor(k / width) / height, (k % width) / width]
    variances[column] = spectrum[k]
    for (let i = 0; i < size; i++) {
      const turns = down * Math.floor(i / width) + right * (i % width)
      eigenvectors[i * size + column] = of(2 * Math.PI * (turns % 1)) * scale
    }
    column++
  }
  for (let k = 0; k < size; k++) {
    const opposite = ((height - Math.floor(k / width)) % height) * width + ((width - (k % width)) % width)
    if (opposite < k) continue
    add(k, Math.cos, opposite === k ? 1 / Math.sqrt(size) : Math.sqrt(2 / size))
    if (opposite > k) add(k, Math.sin, Math.sqrt(2 / size))
  }
  return { mean: new Float32Array(size).fill(mean[0]), variances, eigenvectors }
}

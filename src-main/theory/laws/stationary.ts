/** The stationary Gaussian nearest to a set of images: a mean, and a variance for each frequency. */
import type { Shape } from '../corruptions/corruption.ts'
import { hartleyBasis } from '../corruptions/gaussian-blur.ts'

export type Stationary = { mean: Float64Array; variances: Float64Array }

/**
 * Mean image, HWC, and for each channel the mean square of the images' coefficients about it in Hartley's basis of rows and columns,
 * averaged over the signs of both frequencies, as a covariance that depends on distances alone has them. Sums to the total variance.
 */
export function stationaryLaw(images: ArrayLike<number>, count: number, shape: Shape): Stationary {
  const { height, width, channels } = shape
  const size = height * width * channels
  const mean = new Float64Array(size)
  for (let i = 0; i < count * size; i++) mean[i % size] += images[i]
  mean.forEach((sum, i) => (mean[i] = sum / count))
  const [down, along] = [hartleyBasis(height), hartleyBasis(width)]
  const squares = new Float64Array(size)
  const centred = new Float64Array(size)
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < size; i++) centred[i] = images[n * size + i] - mean[i]
    waves(centred, shape, down, along).forEach((value, i) => (squares[i] += value * value))
  }
  const variances = squares.map((_, i) => {
    const [pixel, c] = [Math.floor(i / channels), i % channels]
    const [k, l] = [Math.floor(pixel / width), pixel % width]
    const [k2, l2] = [(height - k) % height, (width - l) % width]
    const at = (k: number, l: number) => squares[(k * width + l) * channels + c]
    return (at(k, l) + at(k2, l) + at(k, l2) + at(k2, l2)) / (4 * count)
  })
  return { mean, variances }
}

/** Coefficients of one image HWC in Hartley's basis of rows and columns; its own inverse. */
export function waves(
  image: ArrayLike<number>,
  { height, width, channels }: Shape,
  down: Float64Array,
  along: Float64Array,
): Float64Array {
  const row = width * channels
  const between = new Float64Array(image.length)
  for (let k = 0; k < height; k++)
    for (let i = 0; i < height; i++) {
      const weight = down[k * height + i]
      for (let at = 0; at < row; at++) between[k * row + at] += weight * image[i * row + at]
    }
  const out = new Float64Array(image.length)
  for (let k = 0; k < height; k++)
    for (let l = 0; l < width; l++)
      for (let j = 0; j < width; j++) {
        const weight = along[l * width + j]
        for (let c = 0; c < channels; c++)
          out[k * row + l * channels + c] += weight * between[k * row + j * channels + c]
      }
  return out
}

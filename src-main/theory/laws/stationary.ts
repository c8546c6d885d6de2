/** The stationary Gaussian nearest to a set of images: a mean, and a variance for each frequency. */
import { separable, type Shape } from '../corruptions/corruption.ts'
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
    separable(centred, shape, down, along).forEach((value, i) => (squares[i] += value * value))
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

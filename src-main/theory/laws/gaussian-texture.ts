/** The Gaussian texture of a picture (asymptotic discrete spot noise): its spectrum, and exact samples of it. */

import { Refusal } from '#contract/refusal.ts'
import { normals, STREAMS } from '../noise/philox.ts'
import { complex, fft2, type Complex } from './gaussian-fft.ts'

/** Row-major height x width x channels, in data units. */
export type Picture = { height: number; width: number; channels: number; pixels: ArrayLike<number> }

export type Texture = {
  height: number
  width: number
  channels: number
  /** Mean of each channel. */
  mean: Float64Array
  /** Fourier transform of each channel's texton. */
  texton: Complex[]
  /** The covariance's eigenvalues: one for each frequency, then height width (channels - 1) zeros. */
  spectrum: Float64Array
}

const LARGEST_SIDE = 512

/**
 * The law of m + t * w: m the mean colour, t = (picture - m)/sqrt(height width) the texton, w one channel of white noise N(0, 1), *
 * periodic convolution (Galerne, Gousseau & Morel 2011, "Random phase textures"). In the Fourier basis each frequency has the rank-one covariance t_hat
 * t_hat^*, so one eigenvalue sum_c |t_hat_c|^2 and channels - 1 zeros; their sum is the picture's own variance sum. With
 * `periodic` the picture is first replaced by its periodic component, which has no cross from opposite borders that differ (Moisan 2011).
 */
export function gaussianTexture(picture: Picture, { periodic = true } = {}): Texture {
  const { height, width, channels } = checkPicture(picture)
  const size = height * width
  const mean = new Float64Array(channels)
  const texton: Complex[] = []
  for (let c = 0; c < channels; c++) {
    const plane = Float64Array.from({ length: size }, (_, i) => picture.pixels[i * channels + c])
    mean[c] = plane.reduce((a, b) => a + b, 0) / size
    const hat = { re: plane, im: new Float64Array(size) }
    const border = periodic ? borderJumps(plane, height, width) : null
    fft2(hat, height, width)
    if (border) subtractSmooth(hat, border, height, width)
    hat.re[0] = 0
    hat.im[0] = 0
    const scale = 1 / Math.sqrt(size)
    texton.push({ re: hat.re.map((value) => value * scale), im: hat.im.map((value) => value * scale) })
  }
  const spectrum = new Float64Array(size * channels)
  for (let i = 0; i < size; i++) {
    // a real picture has the same power at a frequency and its opposite; take both from one, so that they are equal to the bit
    const [row, column] = [Math.floor(i / width), i % width]
    const opposite = ((height - row) % height) * width + ((width - column) % width)
    const from = Math.min(i, opposite)
    for (const { re, im } of texton) spectrum[i] += re[from] * re[from] + im[from] * im[from]
  }
  return { height, width, channels, mean, texton, spectrum }
}

/** One exact sample, row-major height x width x channels, from the Philox stream `law` of (seed, sample). */
export function sampleTexture(
  { height, width, channels, mean, texton }: Texture,
  { seed, sample }: { seed: number; sample: number },
): Float64Array {
  const size = height * width
  const white = complex(size)
  normals({ seed, stream: STREAMS.law, sample, step: 0 }, white.re)
  fft2(white, height, width)
  const out = new Float64Array(size * channels)
  const product = complex(size)
  texton.forEach(({ re, im }, c) => {
    for (let i = 0; i < size; i++) {
      product.re[i] = re[i] * white.re[i] - im[i] * white.im[i]
      product.im[i] = re[i] * white.im[i] + im[i] * white.re[i]
    }
    fft2(product, height, width, true)
    for (let i = 0; i < size; i++) out[i * channels + c] = mean[c] + product.re[i]
  })
  return out
}

/** v of Moisan 2011, eq. 9: the jump between opposite borders, on the border pixels. */
function borderJumps(plane: Float64Array, height: number, width: number): Complex {
  const jumps = complex(plane.length)
  for (let column = 0; column < width; column++) {
    const jump = plane[(height - 1) * width + column] - plane[column]
    jumps.re[column] += jump
    jumps.re[(height - 1) * width + column] -= jump
  }
  for (let row = 0; row < height; row++) {
    const jump = plane[row * width + width - 1] - plane[row * width]
    jumps.re[row * width] += jump
    jumps.re[row * width + width - 1] -= jump
  }
  return jumps
}

/** Takes the smooth component away, s_hat = v_hat/(2 cos(2 pi k/height) + 2 cos(2 pi l/width) - 4), s_hat(0) = 0. */
function subtractSmooth(hat: Complex, jumps: Complex, height: number, width: number): void {
  fft2(jumps, height, width)
  for (let i = 1; i < hat.re.length; i++) {
    const [row, column] = [Math.floor(i / width), i % width]
    const laplacian = 2 * Math.cos((2 * Math.PI * row) / height) + 2 * Math.cos((2 * Math.PI * column) / width) - 4
    hat.re[i] -= jumps.re[i] / laplacian
    hat.im[i] -= jumps.im[i] / laplacian
  }
}

function checkPicture(picture: Picture): Picture {
  const { height, width, channels, pixels } = picture
  for (const [field, side] of Object.entries({ height, width })) {
    if (!Number.isInteger(side) || side < 2 || side > LARGEST_SIDE) {
      throw new Refusal(`the picture's ${field} must be 2 to ${LARGEST_SIDE} pixels, not ${side}: scale or cut it`, {
        field,
      })
    }
  }
  if (!Number.isInteger(channels) || channels < 1 || channels > 4)
    throw new Refusal('a picture has 1 to 4 channels', { field: 'channels' })
  if (pixels.length !== height * width * channels) {
    throw new Refusal(`the picture has ${pixels.length} values, ${height} x ${width} x ${channels} are needed`, {
      field: 'pixels',
    })
  }
  for (let i = 0; i < pixels.length; i++) {
    if (!Number.isFinite(pixels[i]))
      throw new Refusal('the picture holds a value that is not a number', { field: 'pixels' })
  }
  return picture
}

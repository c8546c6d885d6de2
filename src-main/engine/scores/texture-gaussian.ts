/** The Gaussian of a texture in its own basis, waves of one colour each: exact, where a covariance of samples would be estimated. */
import { Refusal } from '#contract/refusal.ts'
import type { GaussianLaw } from '#diffusion/scores/gaussian.ts'
import type { Texture } from '#theory/laws/gaussian-texture.ts'

const LARGEST = 4096

/** A complex colour, one number a channel. */
type Colour = { re: number[]; im: number[] }

/**
 * A stationary covariance has waves for eigenvectors. At frequency k the texton has one colour t = t_hat(k), so that along t/|t| the variance
 * is |t|^2 and along the colours orthogonal to it 0. Each colour v gives, for a k that is its own opposite, v cos(2 pi k.x)/sqrt(n), and for
 * each pair k, -k the two waves sqrt(2/n) Re and Im of v e^{2 pi i k.x}; n pixels. Of a grey texture: cosines and sines.
 */
export function textureGaussian({ height, width, channels, mean, spectrum, texton }: Texture): GaussianLaw {
  const pixels = height * width
  const size = pixels * channels
  if (size > LARGEST)
    throw new Refusal(
      `score.dataset: the Gaussian of a texture is known for up to ${LARGEST} numbers, not ${height} x ${width} x ${channels}: take a smaller size${channels > 1 ? ', or channels: 1' : ''}.`,
      { field: 'score.dataset', code: 'unsupported' },
    )
  const variances = new Float32Array(size)
  const eigenvectors = new Float32Array(size * size)
  let column = 0
  const add = (k: number, colour: Colour, variance: number, quarter: boolean, scale: number) => {
    const [down, right] = [Math.floor(k / width) / height, (k % width) / width]
    variances[column] = variance
    for (let i = 0; i < pixels; i++) {
      const turns = down * Math.floor(i / width) + right * (i % width)
      const angle = 2 * Math.PI * (turns % 1)
      const [c, s] = [Math.cos(angle) * scale, Math.sin(angle) * scale]
      for (let at = 0; at < channels; at++) {
        const [re, im] = [colour.re[at], colour.im[at]]
        eigenvectors[(i * channels + at) * size + column] = quarter ? re * s + im * c : re * c - im * s
      }
    }
    column++
  }
  for (let k = 0; k < pixels; k++) {
    const opposite = ((height - Math.floor(k / width)) % height) * width + ((width - (k % width)) % width)
    if (opposite < k) continue
    const own = { re: texton.map(({ re }) => re[k]), im: texton.map(({ im }) => (opposite === k ? 0 : im[k])) }
    coloursAlong(own, channels).forEach((colour, index) => {
      const variance = index === 0 ? spectrum[k] : 0
      add(k, colour, variance, false, opposite === k ? 1 / Math.sqrt(pixels) : Math.sqrt(2 / pixels))
      if (opposite > k) add(k, colour, variance, true, Math.sqrt(2 / pixels))
    })
  }
  const centre = Float32Array.from({ length: size }, (_, i) => mean[i % channels])
  return { mean: centre, variances, eigenvectors }
}

/** An orthonormal basis of the colours, the first along `own` (of one channel the colour 1), by Gram and Schmidt, twice for its digits. */
function coloursAlong(own: Colour, channels: number): Colour[] {
  const units = Array.from({ length: channels }, (_, c) => ({
    re: Array.from({ length: channels }, (_, i) => (i === c ? 1 : 0)),
    im: Array.from({ length: channels }, () => 0),
  }))
  const found: Colour[] = []
  for (const given of channels === 1 ? units : [own, ...units]) {
    const length = norm(given)
    if (found.length === channels || length === 0) continue
    let rest = scaled(given, 1 / length)
    for (let round = 0; round < 2; round++) for (const unit of found) rest = without(rest, unit)
    const left = norm(rest)
    if (left > 1e-4) found.push(scaled(rest, 1 / left))
  }
  return found
}

const norm = ({ re, im }: Colour) => Math.hypot(...re, ...im)
const scaled = ({ re, im }: Colour, by: number): Colour => ({ re: re.map((v) => v * by), im: im.map((v) => v * by) })

/** a - <a, unit> unit. */
function without({ re, im }: Colour, unit: Colour): Colour {
  let [real, imaginary] = [0, 0]
  re.forEach((_, c) => {
    real += re[c] * unit.re[c] + im[c] * unit.im[c]
    imaginary += im[c] * unit.re[c] - re[c] * unit.im[c]
  })
  return {
    re: re.map((v, c) => v - (real * unit.re[c] - imaginary * unit.im[c])),
    im: im.map((v, c) => v - (real * unit.im[c] + imaginary * unit.re[c])),
  }
}

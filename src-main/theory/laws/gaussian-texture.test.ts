import { describe, expect, it } from 'vitest'
import { Refusal } from '#contract/refusal.ts'
import { complex, fft, fft2, inverseFft } from './gaussian-fft.ts'
import { gaussianTexture, sampleTexture, type Picture } from './gaussian-texture.ts'

const plane = (of: (x: number) => number): Picture => ({
  height: 16,
  width: 16,
  channels: 1,
  pixels: Float64Array.from({ length: 256 }, (_, i) => of(i % 16)),
})

const times = (p: number[][], q: number[][]) =>
  p.map((row) => q[0].map((_, j) => row.reduce((sum, value, k) => sum + value * q[k][j], 0)))

const trace = (m: number[][]) => m.reduce((sum, row, i) => sum + row[i], 0)

const noise = (size: number, seed = 3) => {
  let state = seed
  return Float64Array.from({ length: size }, () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5)
}

describe('the Fourier transform', () => {
  it.each([1, 2, 3, 8, 12, 17, 28, 64, 97])(
    'of length %i is the sum of its definition, and its inverse gives back',
    (size) => {
      const x = { re: noise(size), im: noise(size, 9) }
      const { re, im } = { re: x.re.slice(), im: x.im.slice() }
      fft(x)
      for (let k = 0; k < size; k++) {
        let [real, imaginary] = [0, 0]
        for (let n = 0; n < size; n++) {
          const angle = (-2 * Math.PI * n * k) / size
          real += re[n] * Math.cos(angle) - im[n] * Math.sin(angle)
          imaginary += re[n] * Math.sin(angle) + im[n] * Math.cos(angle)
        }
        expect(Math.abs(x.re[k] - real) + Math.abs(x.im[k] - imaginary)).toBeLessThan(1e-11)
      }
      inverseFft(x)
      x.re.forEach((value, n) => expect(Math.abs(value - re[n]) + Math.abs(x.im[n] - im[n])).toBeLessThan(1e-13))
    },
  )

  it('in two dimensions turns a wave into one peak', () => {
    const [height, width] = [6, 8]
    const x = complex(48)
    for (let i = 0; i < 48; i++) x.re[i] = Math.cos(2 * Math.PI * ((2 * Math.floor(i / 8)) / 6 + (3 * (i % 8)) / 8))
    fft2(x, height, width)
    x.re.forEach((value, i) => expect(value).toBeCloseTo(i === 2 * 8 + 3 || i === 4 * 8 + 5 ? 24 : 0, 12))
    fft2(x, height, width, true)
    expect(x.re[1]).toBeCloseTo(Math.cos((2 * Math.PI * 3) / 8), 12)
  })
})

const picture: Picture = { height: 4, width: 6, channels: 3, pixels: noise(72) }

describe('the Gaussian texture of a picture', () => {
  it('has the eigenvalues of the covariance matrix of m + t * w', () => {
    const { height, width, channels } = picture
    const { spectrum, mean } = gaussianTexture(picture, { periodic: false })
    const size = height * width
    // covariance by its definition: sum over shifts of the texton with itself
    const t = (row: number, column: number, c: number) =>
      (picture.pixels[(((row + height) % height) * width + ((column + width) % width)) * channels + c] - mean[c]) /
      Math.sqrt(size)
    const covariance = (a: number, b: number) => {
      const [pa, pb] = [Math.floor(a / channels), Math.floor(b / channels)]
      let sum = 0
      for (let k = 0; k < size; k++) {
        const [y, x] = [Math.floor(k / width), k % width]
        sum +=
          t(Math.floor(pa / width) - y, (pa % width) - x, a % channels) *
          t(Math.floor(pb / width) - y, (pb % width) - x, b % channels)
      }
      return sum
    }
    const matrix = Array.from({ length: 72 }, (_, a) => Array.from({ length: 72 }, (_unused, b) => covariance(a, b)))
    // equal power sums of degree 1 to 4 for matrix and spectrum
    let power = matrix
    for (let degree = 1; degree <= 4; degree++) {
      const sum = spectrum.reduce((total, value) => total + value ** degree, 0)
      expect(trace(power) / sum).toBeCloseTo(1, 10)
      power = times(power, matrix)
    }
    expect(spectrum).toHaveLength(72)
    expect(spectrum.filter((value) => value === 0)).toHaveLength(2 * size + 1)
  })

  it('keeps the total variance of the picture, and conjugate frequencies equal to the bit', () => {
    const { spectrum, mean } = gaussianTexture(picture, { periodic: false })
    let variance = 0
    for (let i = 0; i < 72; i++) variance += (picture.pixels[i] - mean[i % 3]) ** 2
    expect(spectrum.reduce((a, b) => a + b)).toBeCloseTo(variance, 11)
    expect(spectrum[1 * 6 + 2]).toBe(spectrum[3 * 6 + 4])
  })

  it('of the periodic component: nothing changes for a periodic wave, a ramp loses its jump', () => {
    const wave = plane((x) => Math.cos((2 * Math.PI * (x + 0.5)) / 16))
    const [plain, periodic] = [false, true].map((on) => gaussianTexture(wave, { periodic: on }).spectrum)
    periodic.forEach((value, i) => expect(value).toBeCloseTo(plain[i], 10))
    // Moisan: a ramp is all smooth component but for its slope within a pixel
    const ramp = plane((x) => x)
    const sums = [false, true].map((on) => gaussianTexture(ramp, { periodic: on }).spectrum.reduce((a, b) => a + b))
    expect(sums[1]).toBeLessThan(0.05 * sums[0])
  })

  it('sampled has its mean and its covariance, and two samples of one key are the same', () => {
    const texture = gaussianTexture(picture)
    const samples = Array.from({ length: 1200 }, (_, sample) => sampleTexture(texture, { seed: 5, sample }))
    expect(sampleTexture(texture, { seed: 5, sample: 7 })).toEqual(samples[7])
    const total =
      samples.reduce(
        (sum, image) => sum + image.reduce((s, value, i) => s + (value - texture.mean[i % 3]) ** 2, 0),
        0,
      ) / 1200
    const expected = texture.spectrum.reduce((a, b) => a + b)
    const spread = Math.sqrt((2 * texture.spectrum.reduce((a, b) => a + b * b, 0)) / 1200)
    expect(Math.abs(total - expected)).toBeLessThan(5 * spread)
    const mean = samples.reduce((sum, image) => sum + image[10], 0) / 1200
    expect(Math.abs(mean - texture.mean[1])).toBeLessThan(5 * Math.sqrt(expected / 72 / 1200) * 2)
  })

  it('refuses what is no picture, by field', () => {
    for (const [change, field] of [
      [{ height: 1 }, 'height'],
      [{ width: 2.5 }, 'width'],
      [{ channels: 0 }, 'channels'],
      [{ pixels: [1] }, 'pixels'],
      [{ pixels: noise(72).fill(Number.NaN) }, 'pixels'],
    ] as const) {
      try {
        gaussianTexture({ ...picture, ...change })
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal)
        expect((error as Refusal).field).toBe(field)
      }
    }
  })
})

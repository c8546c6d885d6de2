/** Blur and mask against what they are by definition, image by image in float64. */
import { describe, expect, it } from 'vitest'
import type { Corruption } from '#contract/corruption.ts'
import { normals } from '../noise/philox.ts'
import { checkCorruption } from './check-corruption.ts'
import { linearMap, type Shape } from './corruption.ts'
import { hartleyBasis, periodicGains, periodicMatrix, zeroPaddedMatrix } from './gaussian-blur.ts'
import { maskGains, maskOrder } from './mask.ts'

const shape: Shape = { height: 6, width: 9, channels: 2 }
const size = 6 * 9 * 2
const image = (sample: number, length = size) => {
  const out = new Float64Array(length)
  normals({ seed: 4, stream: 0, sample, step: 0 }, out)
  return out
}
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0)
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)

const SPECS: [string, Corruption, number][] = [
  ['identity', { name: 'identity' }, 0],
  ['zero-padded blur', { name: 'gaussian-blur', padding: 'zero', halfSize: 4 }, 1.7],
  ['periodic blur', { name: 'gaussian-blur', padding: 'periodic', halfSize: 32 }, 1.7],
  ['mask', { name: 'mask', patch: 2, maskSeed: 3 }, 0.4],
]

describe.each(SPECS)('%s', (_, spec, level) => {
  const map = linearMap(spec, shape)
  it('is the image at level 0, bit for bit', () => expect(map.apply(image(0), 0)).toEqual(image(0)))
  it('is its own adjoint', () => {
    const [x, y] = [image(1), image(2)]
    expect(dot(map.apply(x, level), y)).toBeCloseTo(dot(x, map.apply(y, level)), 11)
  })
  it('is diagonal with its gains where it says so', () => {
    const gains = map.gains(level)
    if (!gains) return expect(spec).toMatchObject({ padding: 'zero' })
    const { height, width, channels } = shape
    const [H, W] = [hartleyBasis(height), hartleyBasis(width)]
    for (let at = 0; at < height * width; at += 5) {
      const [k, l] = [Math.floor(at / width), at % width]
      const wave = Float64Array.from({ length: size }, (_, i) => {
        const pixel = Math.floor(i / channels)
        const [row, column] = [Math.floor(pixel / width), pixel % width]
        return gains.basis === 'pixels' ? Number(pixel === at) : H[k * height + row] * W[l * width + column]
      })
      expect(
        largest(
          map.apply(wave, level),
          wave.map((value) => value * gains.values[at]),
        ),
      ).toBeLessThan(1e-13)
    }
  })
})

describe('the blur along an axis', () => {
  it('has the gains of the wrapped kernel: those of a narrow one by its Fourier transform', () => {
    const [n, b] = [32, 1.5]
    for (const k of [0, 1, 4, 8]) {
      // sum over all integers of the Gaussian density times cos: its aliases at 2 pi are below e^-20 here.
      let sum = 0
      for (let d = -40; d <= 40; d++)
        sum += (Math.exp(-(d * d) / (2 * b * b)) / (b * Math.sqrt(2 * Math.PI))) * Math.cos((2 * Math.PI * k * d) / n)
      expect(periodicGains(n, b)[k]).toBeCloseTo(sum, 8)
    }
    expect(periodicGains(n, b)[30]).toBe(periodicGains(n, b)[2])
  })
  it('zero-padded: loses what goes over the border, and keeps the middle of a wide image', () => {
    const matrix = zeroPaddedMatrix(41, 2, 12)
    const rowSum = (i: number) => matrix.subarray(i * 41, (i + 1) * 41).reduce((sum, value) => sum + value, 0)
    expect(rowSum(20)).toBeCloseTo(1, 14)
    // The half of the kernel that hangs over, less half of its middle tap: g(0) = 1/(2 sqrt(2 pi)).
    expect(rowSum(0)).toBeCloseTo(0.5 + 1 / (4 * Math.sqrt(2 * Math.PI)), 6)
    expect(zeroPaddedMatrix(5, 0, 3)).toEqual(Float64Array.from({ length: 25 }, (_, i) => Number(i % 6 === 0)))
  })
  it('periodic: keeps means and agrees with the zero-padded one far from borders', () => {
    const matrix = periodicMatrix(41, 2)
    const zero = zeroPaddedMatrix(41, 2, 20)
    expect(matrix.subarray(0, 41).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 13)
    expect(largest(matrix.subarray(20 * 41, 21 * 41), zero.subarray(20 * 41, 21 * 41))).toBeLessThan(1e-7)
  })
  it('the Hartley basis is orthonormal', () => {
    const H = hartleyBasis(9)
    for (const [i, j] of [
      [0, 0],
      [3, 3],
      [2, 7],
      [1, 8],
    ])
      // prettier-ignore
      expect(dot(H.subarray(i * 9, i * 9 + 9), H.subarray(j * 9, j * 9 + 9))).toBeCloseTo(Number(i === j), 14)
  })
})

describe('the mask', () => {
  const order = maskOrder({ height: 5, width: 7 }, { patch: 2, maskSeed: 1 })
  it('hides round(level patches) patches, whole, and never shows again what was hidden', () => {
    expect(order.patches).toBe(12)
    let before = maskGains(order, 0)
    expect(before.every((gain) => gain === 1)).toBe(true)
    for (let level = 0; level <= 1; level += 0.05) {
      const gains = maskGains(order, level)
      const hidden = new Set(Array.from(order.ranks).filter((_, at) => gains[at] === 0))
      expect(hidden.size).toBe(Math.round(level * 12))
      expect(gains.every((gain, at) => gain <= before[at])).toBe(true)
      before = gains
    }
    expect(maskGains(order, 1).every((gain) => gain === 0)).toBe(true)
  })
  it('is another one by seed', () =>
    expect(maskOrder({ height: 5, width: 7 }, { patch: 2, maskSeed: 2 }).ranks).not.toEqual(order.ranks))
})

describe('what is refused', () => {
  const blur: Corruption = { name: 'gaussian-blur', padding: 'zero', halfSize: 4 }
  const mask: Corruption = { name: 'mask', patch: 2, maskSeed: 0 }
  const at = (corruption: number, sigma = 0.1) => [{ sigma, corruption, t: 1 }]
  const refused: [Corruption, ReturnType<typeof at>, RegExp][] = [
    [blur, at(10), /a blur of 10 px is wider than the image, 6 x 9/],
    [blur, at(-1), /must be 0 or more, got -1/],
    [blur, at(1, 0), /sigma is 0 where the corruption is at level 1/],
    [blur, at(0), /needs a schedule of two curves/],
    [{ name: 'identity' }, at(1), /there is no corruption; name one/],
    [mask, at(1.5), /at most 1, got 1.5/],
    [mask, at(0.01), /hides zero pixels/],
    [{ ...mask, patch: 10 }, at(0.5), /larger than the image/],
  ]
  it.each(refused)('%j at %j', (spec, levels, message) =>
    expect(() => checkCorruption(spec, levels, shape)).toThrow(message),
  )
  it('nothing that is sound', () => {
    checkCorruption(blur, [...at(9), ...at(0)], shape)
    checkCorruption(mask, at(1), shape)
    checkCorruption({ name: 'identity' }, [{ sigma: 1 }])
  })
})

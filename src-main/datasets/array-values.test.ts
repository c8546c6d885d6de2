/** Ranges of values: what is sure is taken and said, what is rounding is rounding, the rest is asked for and taken as then said. */
import { describe, expect, it } from 'vitest'
import type { NumericArray } from '#files/npy.ts'
import { describeDataset } from './describe-dataset.ts'
import { arrayDataset, type ArrayOptions } from './array-dataset.ts'
import { advised } from './testing/advice.ts'

const N = 320
/** 5 images of 8 x 8. `value` of u in [0, 1), equally spaced. */
const open = (dtype: string, make: new (n: number) => NumericArray, value: (u: number, i: number) => number, options: ArrayOptions = {}) => {
  const data = new make(N).map((_: number, i: number) => value(((7 * i) % N) / N, i)) as NumericArray
  return arrayDataset('a', { images: { data, shape: [5, 8, 8], dtype }, labels: null }, { layout: 'nhw', ...options }, 'f')
} // prettier-ignore
const F32 = Float32Array
const spread = (u: number) => Math.fround(u * (N / (N - 1)))
const edged = (dark: number) => (u: number, i: number) => (i === 3 ? dark : Math.min(1, spread(u)))

/** dtype, array, values; the range in which they are taken, mean in [0, 1], and whether something is said to have been converted. */
const TAKEN: [string, string, new (n: number) => NumericArray, (u: number, i: number) => number, string, number, boolean][] = [
  ['floats that fill [0, 1]', 'f4', F32, edged(0), '[0, 1]', 0.5, false],
  ['a rounding below 0', 'f4', F32, edged(-1.1920929e-7), '[0, 1]', 0.5, true],
  ['a rounding above 1', 'f4', F32, edged(1.0000001), '[0, 1]', 0.5, true],
  ['a rounding of half floats', 'f2', F32, edged(-9.8e-4), '[0, 1]', 0.5, true],
  ['doubles in [-1, 1]', 'f8', Float64Array, (u) => 2 * spread(u) - 1, '[-1, 1]', 0.5, false],
  ['dark pictures in [-1, 1]', 'f4', F32, (u) => (u < 0.8 ? -1 : 1), '[-1, 1]', 0.2, false],
  ['integers 0 and 1', 'u1', Uint8Array, (_, i) => i % 2, '[0, 1]', 0.5, true],
  ['wide integers 0 and 1', 'i8', Float64Array, (_, i) => i % 2, '[0, 1]', 0.5, true],
  ['spins', 'i1', Int8Array, (_, i) => 2 * (i % 2) - 1, '[-1, 1]', 0.5, true],
  ['bytes', 'u1', Uint8Array, (u) => Math.round(255 * spread(u)), '[0, 255]', 0.5, false],
  ['integers of bytes', 'i4', Int32Array, (u) => Math.round(255 * spread(u)), '[0, 255]', 0.5, false],
  ['integers 0 and 255', 'u2', Uint16Array, (_, i) => 255 * (i % 2), '[0, 255]', 0.5, false],
] // prettier-ignore

describe('what is sure is taken, and said with its reason:', () => {
  it.each(TAKEN)('%s', (_, dtype, make, value, range, mean, converted) => {
    const dataset = open(dtype, make, value)
    expect(describeDataset(dataset).mean).toBeCloseTo(mean, 1)
    const guess = dataset.reading!.guesses.find(({ field }) => field === 'float_range')
    expect(guess?.took).toBe(range)
    expect(guess?.because).toMatch(/\d/)
    expect(dataset.reading!.conversions.length > 0).toBe(converted)
  })

  it('the same bits are one content as booleans, bytes and floats of two values', () => {
    const bit = (_: number, i: number) => (i * i) % 3 % 2
    const hashes = [open('b1', Uint8Array, bit), open('u1', Uint8Array, bit), open('i8', Float64Array, bit)].map(({ hash }) => hash)
    expect(new Set(hashes).size).toBe(1)
    expect(describeDataset(open('f4', F32, bit)).mean).toBeCloseTo(describeDataset(open('u1', Uint8Array, bit)).mean, 12)
  }) // prettier-ignore
})

/** What leaves a doubt: the refusal says what was seen, and every way out that it names is taken when followed. */
const ASKED: [string, string, new (n: number) => NumericArray, (u: number, i: number) => number, RegExp][] = [
  ['a bicubic overshoot', 'f4', F32, edged(-0.04), /values from -0\.04 to 1.*1 of 320 of them below 0/],
  ['an overshoot above 1', 'f4', F32, edged(1.04), /values from .* to 1\.04, outside \[0, 1\] by more than rounding/],
  ['bytes divided twice', 'f4', F32, (u) => spread(u) / 255, /nearly black in \[0, 1\]/],
  ['floats of 0 to 255', 'f4', F32, (u) => 255 * spread(u), /values from 0 to 255\. .*float_range=\[0,255\]/],
  ['floats of 16 bits', 'f8', Float64Array, (u) => 65535 * spread(u), /float_range=\[0,65535\]/],
  ['standardised pixels', 'f4', F32, (u) => 4.2 * spread(u) - 1.7, /values from -1\.7 to 2\.5/],
  ['half a range', 'f4', F32, (u) => spread(u) - 0.5, /neither \[0, 1\] nor \[-1, 1\]/],
  ['digits of 16 greys', 'f8', Float64Array, (u) => Math.round(16 * spread(u)), /values from 0 to 16/],
  ['bytes of 16 greys', 'u1', Uint8Array, (u) => Math.round(15 * spread(u)), /integers from 0 to 15: read as 0 to 255 they are nearly black/],
  ['classes of a mask', 'i4', Int32Array, (u) => Math.round(20 * spread(u)), /integers from 0 to 20/],
  ['signed bytes', 'i1', Int8Array, (u) => Math.round(255 * spread(u)) - 128, /integers from -128 to 127.*float_range=\[-128,127\]/],
  ['16 bits', 'u2', Uint16Array, (u) => Math.round(65535 * spread(u)), /integers from 0 to 65535/],
  ['12 bits in 16', 'u2', Uint16Array, (u) => Math.round(4095 * spread(u)), /integers from 0 to 4095/],
] // prettier-ignore

describe('what leaves a doubt is asked for, and the advice is taken when followed:', () => {
  it.each(ASKED)('%s', (_, dtype, make, value, seen) => {
    let message = ''
    try {
      open(dtype, make, value)
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toMatch(seen)
    const ways = advised(message)
    expect(ways.length).toBeGreaterThan(0)
    for (const way of ways) expect(open(dtype, make, value, way).count).toBe(5)
  })

  it('a range without its clip, or a clip without its range, says what is missing', () => {
    expect(() => open('f4', F32, edged(-0.04), { floatRange: [0, 1] })).toThrow(/not within float_range 0 to 1.*clip=true/)
    expect(() => open('f4', F32, edged(0), { clip: true })).toThrow(/clip needs the range/)
    const { pixels, reading } = open('f4', F32, edged(-0.04), { floatRange: [0, 1], clip: true })
    expect(Math.min(...pixels)).toBe(0)
    expect(reading?.conversions[0]).toMatch(/1 of 320 values, outside, set to the nearer end of 0 to 1/)
  }) // prettier-ignore
})

it('integers in a range that is said keep their steps: 12 bits have mean and deviation of v / 4095 (NumPy)', () => {
  const dataset = open('u2', Uint16Array, (u) => Math.round(4095 * spread(u)), { floatRange: [0, 4095] })
  const values = Array.from({ length: N }, (_, i) => Math.round(4095 * spread(((7 * i) % N) / N)) / 4095)
  const mean = values.reduce((sum, value) => sum + value, 0) / N
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / N)
  expect(describeDataset(dataset).mean).toBeCloseTo(mean, 7)
  expect(describeDataset(dataset).std).toBeCloseTo(std, 7)
})

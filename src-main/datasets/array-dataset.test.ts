import { describe, expect, it } from 'vitest'
import { arrayDataset, type ArrayOptions } from './array-dataset.ts'
import type { NumericArray, NpyArray } from '#files/npy.ts'

const DTYPE: Record<string, string> = { Uint8Array: 'u1', Int32Array: 'i4', Float32Array: 'f4', Float64Array: 'f8' }
const array = (data: NumericArray, shape: number[], dtype = DTYPE[data.constructor.name]): NpyArray => ({
  data,
  shape,
  dtype,
})
const bytes = (...shape: number[]) =>
  array(
    Uint8Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i % 256),
    shape,
  )
const open = (images: NpyArray, options: ArrayOptions = {}, labels: NpyArray | null = null) =>
  arrayDataset('a', { images, labels }, options, 'f')

describe('shapes', () => {
  it.each([
    [
      [2, 8, 6, 3],
      [2, 8, 6, 3],
    ],
    [
      [2, 8, 6],
      [2, 8, 6, 1],
    ],
    [
      [2, 3, 8, 6],
      [2, 8, 6, 3],
    ],
    [
      [5, 2],
      [5, 1, 2, 1],
    ],
  ])('%j becomes %j (NHWC)', (shape, nhwc) => {
    const { count, height, width, channels } = open(
      bytes(...shape).shape.length === 2 ? array(new Float32Array(10), shape) : bytes(...shape),
    )
    expect([count, height, width, channels]).toEqual(nhwc)
  })

  it('moves channels last', () => {
    const { pixels } = open(bytes(1, 3, 5, 6))
    expect(Array.from(pixels.subarray(0, 6))).toEqual([0, 30, 60, 1, 31, 61])
  })

  it.each([
    [
      'a shape that reads two ways',
      bytes(2, 3, 8, 3),
      /\(2, 3, 8, 3\), which could be nhwc = 2 images of 3 x 8 x 3, nchw = 2 images of 8 x 3 x 3\. Say layout=nhwc or layout=nchw/,
    ],
    ['no channel axis', bytes(2, 8, 8, 8), /f has the shape \(2, 8, 8, 8\); images are \(N, H, W, C\)/],
    ['one axis', bytes(4), /images are.*Save x\.reshape\(-1, H, W\)/],
    ['five axes', bytes(1, 1, 2, 2, 1), /images are/],
    ['no images', array(new Uint8Array(0), [0, 28, 28]), /f holds no images/],
  ])('%s is refused', (_, images, message) => {
    expect(() => open(images)).toThrow(message)
  })

  it('takes the layout that is said', () => {
    expect(open(bytes(2, 3, 8, 3), { layout: 'nchw' })).toMatchObject({ height: 8, width: 3, channels: 3 })
    expect(open(bytes(2, 3, 8, 3), { layout: 'nhwc' })).toMatchObject({ height: 3, width: 8, channels: 3 })
  })
})

describe('values', () => {
  const nhw = { layout: 'nhw' } as const
  const floats = (...values: number[]) => array(Float64Array.from(values), [1, values.length, 1])

  it('are bytes where they are integers from 0 to 255, or true and false', () => {
    expect(open(array(Int32Array.of(0, 255), [1, 2, 1]), nhw).pixels).toEqual(Uint8Array.of(0, 255))
    expect(open(array(Uint8Array.of(0, 1), [1, 2, 1], 'b1'), nhw).pixels).toEqual(Uint8Array.of(0, 255))
  })

  it.each([
    [[0, 0.5, 1], undefined, [0, 1]],
    [[-1, 0.5], undefined, [-1, 1]],
    [
      [0.2, 0.5],
      [-1, 1],
      [-1, 1],
    ],
    [
      [3, 200],
      [0, 255],
      [0, 255],
    ],
  ] as const)('%j with float_range %j lie in %j', (values, floatRange, found) => {
    expect(open(floats(...values), { ...nhw, floatRange }).floatRange).toEqual(found)
  })

  it.each([
    [
      'an unknown range',
      floats(0, 200),
      {},
      /f has values from 0 to 200\. Say their range, for example float_range=\[0,255\]/,
    ],
    ['values beyond the range', floats(0, 2), { floatRange: [0, 1] as const }, /not within float_range 0 to 1/],
    ['NaN', floats(0, NaN), {}, /f has NaN at item 1, which is no finite float32/],
    ['what float32 cannot hold', floats(1e300), {}, /f has 1e\+300 at item 0/],
    [
      'integers beyond a byte',
      array(Int32Array.of(0, 256), [1, 2, 1]),
      {},
      /f has integers from 0 to 256; integer pixels are 0 to 255.*float_range=\[0,65535\]/,
    ],
  ])('%s are refused', (_, images, options, message) => {
    expect(() => open(images, { ...nhw, ...options })).toThrow(message)
  })

  it('of points are unbounded', () => {
    expect(open(array(Float64Array.of(-50, 3), [1, 2]))).toMatchObject({
      floatRange: null,
      pixels: Float32Array.of(-50, 3),
    })
  })
})

describe('labels', () => {
  it('name the classes that occur by number, or as told', () => {
    const labels = array(Float64Array.of(2, 0), [2, 1])
    expect(open(bytes(2, 8, 6), {}, labels)).toMatchObject({ classes: ['0', '2'], labels: Uint8Array.of(1, 0) })
    expect(open(bytes(2, 8, 6), { classes: ['a', 'b', 'c'] }, labels).classes).toEqual(['a', 'b', 'c'])
  })

  it.each([
    ['too few', array(Uint8Array.of(1), [1]), {}, /labels of shape \(1\) for 2 images/],
    [
      'one-hot rows without a class',
      array(new Uint8Array(4), [2, 2]),
      {},
      /label of image 0 is \[0, 0\], not a single 1 among zeros\. Give one class per image/,
    ],
    [
      'of several classes an image',
      array(Uint8Array.of(0, 1, 1, 1), [2, 2]),
      {},
      /label of image 1 is \[1, 1\], not a single 1 among zeros/,
    ],
    ['fractions', array(Float64Array.of(0, 0.5), [2]), {}, /label 0\.5 of image 1 is no whole number/],
    [
      'beyond the named classes',
      array(Uint8Array.of(0, 2), [2]),
      { classes: ['a'] },
      /classes has 1 names, and f has 2 different labels \(0, 2\)\. Give one name for each/,
    ],
  ])('%s are refused', (_, labels, options, message) => {
    expect(() => open(bytes(2, 8, 6), options, labels)).toThrow(message)
  })
})

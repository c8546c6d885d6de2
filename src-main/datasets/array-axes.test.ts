/** Layouts against NumPy 2.4.6 (transpose of arange), and forms of arrays of which none may be read wrongly in silence. */
import { describe, expect, it } from 'vitest'
import { arrayDataset, type ArrayOptions } from './array-dataset.ts'
import { axesOf, toNhwc, type Layout } from './array-axes.ts'
import { advised } from './testing/advice.ts'

const arange = (shape: readonly number[]) =>
  Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => i)
/** Sum of i x_i: another order of the items has another. */
const moment = (values: Float32Array) => values.reduce((sum, value, i) => sum + i * value, 0)

/** np.arange(...).reshape(shape).transpose(...) to NHWC: shape, first items, sum of i x_i, the same with H and W swapped. */
const NUMPY: [Layout, number[], number[], number[], number, number][] = [
  ['nhwc', [2, 3, 4, 3], [2, 3, 4, 3], [0, 1, 2, 3, 4, 5, 6, 7], 121836, 118272],
  ['nhw', [2, 3, 4], [2, 3, 4, 1], [0, 1, 2, 3, 4, 5, 6, 7], 4324, 4192],
  ['hwc', [3, 4, 3], [1, 3, 4, 3], [0, 1, 2, 3, 4, 5, 6, 7], 14910, 13128],
  ['hw', [3, 4], [1, 3, 4, 1], [0, 1, 2, 3, 4, 5, 6, 7], 506, 440],
  ['chw', [3, 2, 4], [1, 2, 4, 3], [0, 8, 16, 1, 9, 17, 2, 10], 3680, 3554],
  ['hwn', [3, 4, 2], [2, 3, 4, 1], [0, 2, 4, 6, 8, 10, 12, 14], 3818, 3554],
  ['nchw', [2, 3, 4, 5], [2, 4, 5, 3], [0, 20, 40, 1, 21, 41, 2, 22], 546400, 539560],
  ['chwn', [3, 2, 4, 2], [2, 2, 4, 3], [0, 16, 32, 2, 18, 34, 4, 20], 28820, 28316],
  ['hwcn', [3, 2, 4, 2], [2, 3, 2, 4], [0, 2, 4, 6, 8, 10, 12, 14], 31396, 30116],
]

describe('a layout that is said', () => {
  it.each(NUMPY)('%s of %j is NumPy’s transpose to %j', (layout, shape, nhwc, first, sum, swapped) => {
    const { axes, guesses } = axesOf(shape, { layout }, 'f')
    expect([axes.count, axes.height, axes.width, axes.channels]).toEqual(nhwc)
    expect(guesses).toEqual([])
    const moved = toNhwc(arange(shape), shape, axes, false)
    expect([...moved.subarray(0, 8)]).toEqual(first)
    expect(moment(moved)).toBe(sum)
    expect(moment(toNhwc(arange(shape), shape, axes, true))).toBe(swapped)
  })

  it('is refused where the axes are too many, too few, or no channels', () => {
    expect(() => axesOf([2, 3, 4], { layout: 'nhwc' }, 'f')).toThrow(/layout=nhwc has 4 axes\. Of 3 axes: nhw, hwc/)
    expect(() => axesOf([2, 3, 4, 8], { layout: 'nhwc' }, 'f')).toThrow(/layout=nhwc makes 8 channels; 1 to 4 are read/)
  })
})

const open = (shape: number[], options: ArrayOptions = {}, labels?: number) => {
  const data = Uint8Array.from(arange(shape), (i) => (37 * i) % 256)
  const numbers = labels ? { data: new Uint8Array(labels), shape: [labels], dtype: 'u1' } : null
  return arrayDataset('a', { images: { data, shape, dtype: 'u1' }, labels: numbers }, options, 'f')
}
const nhwcOf = ({ count, height, width, channels }: ReturnType<typeof open>) => [count, height, width, channels]

describe('a shape that only one order makes pictures of is taken, and said', () => {
  it.each([
    [[100, 28, 28], [100, 28, 28, 1]],
    [[20, 28, 28], [20, 28, 28, 1]],
    [[100, 20, 28], [100, 20, 28, 1]],
    [[100, 32, 32, 3], [100, 32, 32, 3]],
    [[100, 3, 32, 32], [100, 32, 32, 3]],
    [[100, 1, 28, 28], [100, 28, 28, 1]],
    [[1, 8, 8], [1, 8, 8, 1]],
    [[2, 8, 8], [2, 8, 8, 1]],
    [[1, 64, 64, 4], [1, 64, 64, 4]],
    [[5, 2, 2], [5, 2, 2, 1]],
  ])('%j', (shape, nhwc) => {
    const dataset = open(shape)
    expect(nhwcOf(dataset)).toEqual(nhwc)
    expect(dataset.reading?.guesses.some(({ field }) => field === 'layout')).toBe(true)
  }) // prettier-ignore
})

describe('a shape that could be other pictures is asked for; each order that is advised is then taken', () => {
  it.each([
    ['one colour picture', [16, 16, 3], ['nhw', 'hwc', 'hwn']],
    ['one oblong colour picture', [60, 80, 3], ['nhw', 'hwc']],
    ['one picture with alpha', [16, 20, 4], ['nhw', 'hwc']],
    ['one grey picture with its channel', [28, 28, 1], ['nhw', 'hwc']],
    ['one picture in planes', [3, 32, 32], ['nhw', 'chw']],
    ['MATLAB, few images', [28, 28, 10], ['nhw', 'hwn']],
    ['MATLAB, many', [28, 28, 60], ['nhw', 'hwn']],
    ['MATLAB, oblong', [8, 10, 50], ['nhw', 'hwn']],
    ['a cube', [28, 28, 28], ['nhw', 'hwn']],
    ['MATLAB in colour', [32, 32, 3, 50], ['hwcn']],
    ['MATLAB, grey channel', [28, 28, 1, 50], ['hwcn']],
    ['channels first, images last', [3, 32, 32, 50], ['chwn']],
    ['colour before or after', [5, 3, 8, 3], ['nhwc', 'nchw']],
    ['MATLAB, three colour images', [16, 16, 3, 3], ['nhwc', 'hwcn']],
  ])('%s %j', (_, shape, layouts) => {
    let message = ''
    try {
      open(shape)
    } catch (error) {
      message = (error as Error).message
    }
    const advice = advised(message)
    expect(advice.map(({ layout }) => layout)).toEqual(layouts)
    for (const one of advice) expect(open(shape, one).count).toBeGreaterThan(0)
  })

  it('but where the number of labels tells', () => {
    expect(nhwcOf(open([28, 28, 10], {}, 10))).toEqual([10, 28, 28, 1])
    expect(nhwcOf(open([32, 32, 3, 50], {}, 50))).toEqual([50, 32, 32, 3])
    expect(nhwcOf(open([60, 80, 3], {}, 60))).toEqual([60, 80, 3, 1])
    expect(() => open([28, 28, 28], {}, 28)).toThrow(/could be/)
  })
})

describe('what is no picture is refused with the call that mends it', () => {
  it.each([
    [[20, 64], /save x\.reshape\(-1, 8, 8\)/],
    [[20, 3072], /save x\.reshape\(-1, 3, 32, 32\)/],
    [[20, 3], /save x\.reshape\(-1, H, W\)/],
    [[784], /Save x\.reshape\(-1, H, W\)/],
    [[2, 5, 8, 8, 1], /Save x\.reshape\(-1, 8, 8, 1\)/],
    [[20, 8, 8, 8], /channels, 1 to 4 of them, are its second or its last axis/],
  ])('%j', (shape, message) => {
    expect(() => open(shape)).toThrow(message)
  })

  it('and one picture of rows and columns is taken when that is said', () => {
    expect(nhwcOf(open([20, 64], { layout: 'hw' }))).toEqual([1, 20, 64, 1])
  })
})

it('transposes every image: EMNIST lies on its side', () => {
  const { pixels, height, width, reading } = open([2, 2, 3], { layout: 'nhw', transpose: true })
  expect([height, width]).toEqual([3, 2])
  expect([...pixels]).toEqual([0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11].map((i) => (37 * i) % 256))
  expect(reading?.conversions).toContain('rows and columns were swapped')
})

/** Which axis of an array is which: taken where the shape says it, asked for where it could be read in two ways. */
import { Refusal } from '#contract/refusal.ts'
import { refuseTooLarge } from './held-bytes.ts'
import type { Guess, LAYOUTS } from '#contract/import.ts'

export type Layout = (typeof LAYOUTS)[number]
export type Axes = { layout: Layout | 'points'; count: number; height: number; width: number; channels: number }

/** A colour picture has 3 channels, with alpha 4; grey 1, with alpha 2. */
const canBeChannels = (size: number) => size >= 1 && size <= 4
const isColour = (size: number) => size === 3 || size === 4

/**
 * `layout` where it is given and fits. Else (N, 2) are points; (N, H, W), (N, H, W, C) and (N, C, H, W) are taken where the shape
 * is no other picture's, or where the number of labels tells; one picture alone and MATLAB's order, with the image last, are asked for.
 */
export function axesOf(
  shape: readonly number[],
  { layout, labels }: { layout?: Layout; labels?: number },
  file: string,
): { axes: Axes; guesses: Guess[] } {
  const is = `${file} has the shape (${shape.join(', ')})`
  if (layout) return { axes: axesBy(shape, layout, is), guesses: [] }
  if (shape.length === 2 && shape[1] === 2) {
    const axes: Axes = { layout: 'points', count: shape[0], height: 1, width: 2, channels: 1 }
    return {
      axes,
      guesses: [{ field: 'layout', took: 'points', because: 'two numbers a row are points of the plane' }],
    }
  }
  const all = plausible(shape)
  const told = all.filter((one) => axesBy(shape, one, is).count === labels)
  const found = told.length === 1 ? told : all
  if (found.length === 1 && (told.length === 1 || found[0].startsWith('n'))) {
    const axes = axesBy(shape, found[0], is)
    const other = all.length > 1 ? `${labels} labels go with` : 'the first axis counts'
    return { axes, guesses: [{ field: 'layout', took: found[0], because: `${other} ${said(axes)}` }] }
  }
  if (found.length === 0) throw new Refusal(`${is}; ${WANTED}. ${reshapeAdvice(shape)}`, { field: file })
  const readings = found.map((one) => `${one} = ${said(axesBy(shape, one, is))}`).join(', ')
  const could = found.length === 1 ? 'reads as' : 'could be'
  throw new Refusal(`${is}, which ${could} ${readings}. Say layout=${found.join(' or layout=')}.`, { field: 'layout' })
}

const WANTED = 'images are (N, H, W, C), (N, H, W), (N, C, H, W) with 1 to 4 channels, or (N, 2) for points'

const said = ({ count, height, width, channels }: Axes) =>
  `${count} image${count === 1 ? '' : 's'} of ${height} x ${width}${channels > 1 ? ` x ${channels}` : ''}`

function plausible(shape: readonly number[]): Layout[] {
  const [a, b, c, d] = shape
  if (shape.length === 3) {
    const onePicture = canBeChannels(c) && b > 1 && b !== c
    const planes = isColour(a) && b === c
    const matlab = a > 4 && ((a === b && c !== 1) || (c > a && c > b))
    return [
      'nhw' as const,
      ...(onePicture ? (['hwc'] as const) : []),
      ...(planes ? (['chw'] as const) : []),
      ...(matlab ? (['hwn'] as const) : []),
    ]
  }
  if (shape.length !== 4) return []
  return [
    ...(canBeChannels(d) ? (['nhwc'] as const) : []),
    ...(canBeChannels(b) ? (['nchw'] as const) : []),
    ...((c === 1 || isColour(c)) && a === b && a > c ? (['hwcn'] as const) : []),
    ...((a === 1 || isColour(a)) && b === c && b > a && !canBeChannels(d) ? (['chwn'] as const) : []),
  ]
}

function axesBy(shape: readonly number[], layout: Layout, is: string): Axes {
  if (shape.length !== layout.length)
    throw new Refusal(`${is}, and layout=${layout} has ${layout.length} axes. ${fitting(shape.length)}`, {
      field: 'layout',
    })
  const size = (axis: string) => (layout.includes(axis) ? shape[layout.indexOf(axis)] : 1)
  if (!canBeChannels(size('c')))
    throw new Refusal(
      `${is}, of which layout=${layout} makes ${size('c')} channels; 1 to 4 are read. ${fitting(shape.length)}`,
      {
        field: 'layout',
      },
    )
  return { layout, count: size('n'), height: size('h'), width: size('w'), channels: size('c') }
}

const BY_RANK: Readonly<Record<number, string>> = { 2: 'hw', 3: 'nhw, hwc, chw or hwn', 4: 'nhwc, nchw, hwcn or chwn' }
const fitting = (rank: number) => (BY_RANK[rank] ? `Of ${rank} axes: ${BY_RANK[rank]}.` : 'Reshape the array.')

/** The call that makes images of rows of pixels, of one picture or of an array with an axis too many. */
function reshapeAdvice(shape: readonly number[]): string {
  if (shape.length === 2) {
    const [, width] = shape
    const [grey, colour] = [Math.sqrt(width), Math.sqrt(width / 3)]
    if (Number.isInteger(grey) && grey > 1)
      return `Rows of pixels: save x.reshape(-1, ${grey}, ${grey}) and say layout=nhw. One picture: layout=hw.`
    if (Number.isInteger(colour) && colour > 1)
      return `Rows of pixels: save x.reshape(-1, 3, ${colour}, ${colour}) and say layout=nchw. One picture: layout=hw.`
    return 'One picture: layout=hw. Rows of pixels: save x.reshape(-1, H, W).'
  }
  if (shape.length === 5) return `Save x.reshape(-1, ${shape.slice(2).join(', ')}).`
  if (shape.length === 1) return 'Save x.reshape(-1, H, W).'
  return 'Reshape the array: channels, 1 to 4 of them, are its second or its last axis.'
}

/**
 * The array with its axes in the order N, H, W, C, where it lies; one that has the image last is held twice meanwhile. `transpose` swaps
 * rows and columns of every image besides.
 */
export function toNhwc<T extends Uint8Array | Float32Array>(
  data: T,
  shape: readonly number[],
  { layout, count, height, width, channels }: Axes,
  transpose: boolean,
): T {
  const order = layout === 'points' ? 'nw' : layout
  const inOrder = 'nhwc'.split('').filter((axis) => order.includes(axis)).join('') // prettier-ignore
  if (order === inOrder && !transpose) return data
  const stride = (axis: string) => {
    const at = order.indexOf(axis)
    return at < 0 ? 0 : shape.slice(at + 1).reduce((product, size) => product * size, 1)
  }
  const [n, h, w, c] = ['n', 'h', 'w', 'c'].map(stride)
  const [rows, columns, down, across] = transpose ? [width, height, w, h] : [height, width, h, w]
  const size = height * width * channels
  const isApart = !order.includes('n') || order.startsWith('n')
  if (!isApart) refuseTooLarge('The array', 'in two orders', 2 * data.byteLength, 'layout')
  const whole = isApart ? null : data.slice()
  let target = 0
  for (let image = 0; image < count; image++) {
    const from = whole ?? data.slice(image * size, (image + 1) * size)
    const first = whole ? image * n : 0
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let channel = 0; channel < channels; channel++)
          data[target++] = from[first + row * down + column * across + channel * c]
  }
  return data
}

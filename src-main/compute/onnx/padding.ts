/** TensorFlow's words for padding as the numbers that ONNX wants. */

export type Padding = 'same' | 'valid' | number | readonly (readonly [number, number])[]

/**
 * [top, left, bottom, right] for images [B, H, W, C]. `same`: as much as makes ceil(size/stride) windows of reach
 * (kernel - 1) dilation + 1, an odd pixel at the end.
 */
export function samePadding(
  shape: readonly number[],
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
  pad: Padding,
): number[] {
  if (pad === 'valid') return [0, 0, 0, 0]
  if (typeof pad === 'number') return [pad, pad, pad, pad]
  if (pad !== 'same') {
    const [, rows, columns] = pad
    return [rows[0], columns[0], rows[1], columns[1]]
  }
  const [vertical, horizontal] = [0, 1].map((axis) => {
    const size = shape[1 + axis]
    const reach = (kernel[axis] - 1) * dilations[axis] + 1
    const all = Math.max(0, (Math.ceil(size / strides[axis]) - 1) * strides[axis] + reach - size)
    return [Math.floor(all / 2), all - Math.floor(all / 2)]
  })
  return [vertical[0], horizontal[0], vertical[1], horizontal[1]]
}

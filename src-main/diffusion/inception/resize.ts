/** Pictures of bytes brought to the side and range that Inception sees, in the two ways of the field, channel by channel in float32. */
import type { RESIZES } from '#contract/judge-options.ts'
import { INCEPTION_SIDE } from './architecture.ts'
import { bicubicTaps, bilinearTaps, type Taps } from './resampling.ts'

export type ResizeName = (typeof RESIZES)[number]

type Way = {
  taps(from: number, to: number): Taps
  /** Of a byte, before it is resampled; of what came out, after. */
  before(byte: number): number
  after(value: number): number
  /** As the passport puts it. */
  says: { resize: string; scaling: string }
}

const WAYS: Readonly<Record<ResizeName, Way>> = {
  'pytorch-fid': {
    taps: bilinearTaps,
    before: (byte) => byte / 255,
    after: (value) => 2 * value - 1,
    says: { resize: 'pytorch-fid: bilinear, half-pixel centres, not smoothed', scaling: '2 x/255 - 1' },
  },
  'clean-fid': {
    taps: bicubicTaps,
    before: (byte) => byte,
    after: (value) => (Math.min(255, Math.max(0, value)) - 128) / 128,
    says: { resize: 'clean-fid: bicubic, smoothed when shrinking (Pillow)', scaling: '(x - 128)/128' },
  },
}

export const sayResize = (name: ResizeName): Way['says'] => WAYS[name].says

export type PictureShape = { height: number; width: number; channels: number }

/** Numbers of one picture as Inception takes it: three planes. */
export const PICTURE_NUMBERS = 3 * INCEPTION_SIDE * INCEPTION_SIDE

/** A function of one picture (NHWC bytes; one channel is repeated to three) that writes its three planes to `target` from `offset`. */
export function makeResizer({ height, width, channels }: PictureShape, name: ResizeName) {
  const { taps, before, after } = WAYS[name]
  const [rows, columns] = [taps(height, INCEPTION_SIDE), taps(width, INCEPTION_SIDE)]
  const levels = Float32Array.from({ length: 256 }, (_, byte) => before(byte))
  const lines = new Float32Array(height * INCEPTION_SIDE)
  const plane = INCEPTION_SIDE * INCEPTION_SIDE
  return (picture: Uint8Array, target: Float32Array, offset: number): void => {
    for (let channel = 0; channel < channels; channel++) {
      for (let y = 0; y < height; y++)
        along(columns, y * INCEPTION_SIDE, lines, (x) => levels[picture[(y * width + x) * channels + channel]!]!)
      acrossLines(rows, lines, target, offset + channel * plane, after)
    }
    for (let channel = channels; channel < 3; channel++)
      target.copyWithin(offset + channel * plane, offset, offset + plane)
  }
}

/** One line resampled, rounded to float32. */
function along({ first, count, weights }: Taps, at: number, target: Float32Array, read: (x: number) => number): void {
  for (let i = 0; i < first.length; i++) {
    let sum = 0
    for (let k = 0; k < count; k++) {
      const weight = weights[i * count + k]!
      if (weight !== 0) sum += weight * read(first[i]! + k)
    }
    target[at + i] = sum
  }
}

function acrossLines(
  { first, count, weights }: Taps,
  lines: Float32Array,
  target: Float32Array,
  offset: number,
  after: Way['after'],
): void {
  const width = INCEPTION_SIDE
  const row = new Float64Array(width)
  for (let y = 0; y < first.length; y++) {
    row.fill(0)
    for (let k = 0; k < count; k++) {
      const weight = weights[y * count + k]!
      const line = (first[y]! + k) * width
      if (weight !== 0) for (let x = 0; x < width; x++) row[x]! += weight * lines[line + x]!
    }
    for (let x = 0; x < width; x++) target[offset + y * width + x] = after(Math.fround(row[x]!))
  }
}

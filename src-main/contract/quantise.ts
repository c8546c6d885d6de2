/** Images as a picture file would hold them: clamped and rounded to 8 bits, so that no metric sees what a viewer cannot. */

type Range = readonly [number, number]

/** Bytes round(255 (v - lo) / (hi - lo)), clamped to 0 .. 255. Throws where a value is not finite: black is no answer for it. */
export function toBytes(images: Float32Array, [lo, hi]: Range): Uint8Array {
  const bytes = new Uint8Array(images.length)
  const gain = 255 / (hi - lo)
  for (let i = 0; i < images.length; i++) {
    if (!Number.isFinite(images[i])) throw new RangeError(`value ${i} of pictures: ${images[i]} has no byte`)
    bytes[i] = Math.round(Math.min(255, Math.max(0, (images[i] - lo) * gain)))
  }
  return bytes
}

/** The values that the bytes stand for, what features are computed of; in `to`, the classifier's range, where that is another. */
export function quantise(images: Float32Array, range: Range, to: Range = range): Float32Array {
  const [lo, hi] = to
  const levels = Float32Array.from({ length: 256 }, (_, byte) => lo + ((hi - lo) * byte) / 255)
  return Float32Array.from(toBytes(images, range), (byte) => levels[byte])
}

/** What a protocol says of images treated so. */
export const quantisation = (range: Range) => ({ data_range: range, clamped: true, quantisation: '8 bit, to nearest' })

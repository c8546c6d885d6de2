/** |a - b| of two pictures of one size, pixel by pixel, as a picture: black where they are the same. */
import type { Pixels } from './differences.ts'

/** In each colour by itself; null where the pictures are not alike in size. Pure. */
export function differencePixels(a: Pixels, b: Pixels): Uint8ClampedArray<ArrayBuffer> | null {
  if (a.width !== b.width || a.height !== b.height) return null
  return Uint8ClampedArray.from(a.data, (value, i) => (i % 4 === 3 ? 255 : Math.abs(value - b.data[i])))
}

export async function differencePicture(a: Pixels, b: Pixels): Promise<Uint8Array | null> {
  const pixels = differencePixels(a, b)
  if (!pixels) return null
  const canvas = new OffscreenCanvas(a.width, a.height)
  canvas.getContext('2d')!.putImageData(new ImageData(pixels, a.width, a.height), 0, 0)
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
}

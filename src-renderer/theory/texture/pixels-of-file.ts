/** The pixels of a picture file, as the browser decodes it: scaled until the shorter side fits, cut to the middle square, 0 to 1. */
import type { Picture } from '#theory/laws/gaussian-texture.ts'

export const SIDE = 256

/** null where the file is no picture. */
export async function pixelsOfFile(file: Blob): Promise<Picture | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  const context = canvas.getContext('2d')!
  const scale = SIDE / Math.min(bitmap.width, bitmap.height)
  const [width, height] = [bitmap.width * scale, bitmap.height * scale]
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, (SIDE - width) / 2, (SIDE - height) / 2, width, height)
  bitmap.close()
  const { data } = context.getImageData(0, 0, SIDE, SIDE)
  const pixels = Float64Array.from({ length: SIDE * SIDE * 3 }, (_, i) => data[4 * Math.floor(i / 3) + (i % 3)] / 255)
  return { height: SIDE, width: SIDE, channels: 3, pixels }
}

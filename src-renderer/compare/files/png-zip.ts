/** Samples as a ZIP of PNG files, 000000.png on, drawn by the browser: what pytorch-fid and its like read, once unpacked, as a folder. */
import { zipSync } from 'fflate'
import type { SampleBytes } from './npy.ts'

/** The browser keeps pictures it draws as RGBA; of grey ones the three colours are alike, and all bytes are kept. */
export async function samplesPngZip(
  { pixels, shape }: SampleBytes,
  onProgress: (share: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const [count, height, width, channels] = shape
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')!
  const size = height * width * channels
  const files: Record<string, Uint8Array> = {}
  for (let i = 0; i < count; i++) {
    context.putImageData(picture(pixels.subarray(i * size, (i + 1) * size), width, height, channels), 0, 0)
    const png = await canvas.convertToBlob({ type: 'image/png' })
    files[`${String(i).padStart(6, '0')}.png`] = new Uint8Array(await png.arrayBuffer())
    onProgress((i + 1) / count)
  }
  // PNG is packed already.
  return zipSync(files, { level: 0 }) as Uint8Array<ArrayBuffer>
}

function picture(bytes: Uint8Array, width: number, height: number, channels: number): ImageData {
  const image = new ImageData(width, height)
  for (let at = 0; at < width * height; at++) {
    for (let c = 0; c < 3; c++) image.data[4 * at + c] = bytes[at * channels + (channels === 1 ? 0 : c)]
    image.data[4 * at + 3] = 255
  }
  return image
}

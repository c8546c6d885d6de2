/** One picture's bytes as a PNG file, without loss. */
import sharp from 'sharp'
import { Refusal } from '#contract/refusal.ts'

/** `pixels` HWC; 1 channel becomes a grey file, 3 an sRGB one. */
export async function encodePng(
  pixels: Uint8Array,
  { height, width, channels }: { height: number; width: number; channels: number },
): Promise<Uint8Array> {
  if (channels !== 1 && channels !== 3)
    throw new Refusal(`Pictures of ${channels} channels have no PNG file here; 1 (grey) and 3 (RGB) have.`, {
      code: 'unsupported',
    })
  const raw = { height, width, channels } as const
  const picture = sharp(pixels, { raw })
  const png = await (channels === 1 ? picture.toColourspace('b-w') : picture).png().toBuffer()
  return new Uint8Array(png.buffer, png.byteOffset, png.byteLength)
}

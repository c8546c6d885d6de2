/** One picture file to pixels of a stated size, by libvips (sharp), with only the formats of pictures let through. */
import sharp from 'sharp'
import { messageOf, Refusal } from '#contract/refusal.ts'
import { readWhole } from '#files/read-file.ts'
import { unpackedBytes, withRoom } from './decode-memory.ts'

/** How pictures become images of one size: scaled until the shorter side fits, then cut to the middle square. */
export type ResizeChoice = {
  /** Side in pixels. */
  size: number
  /** 1 grey (libvips b-w), 3 sRGB. */
  channels: 1 | 3
  /** Resampling kernel; `lanczos3` is what Pillow and clean-fid call Lanczos (Parmar et al. 2022, arXiv:2104.11222). */
  kernel: 'nearest' | 'linear' | 'cubic' | 'mitchell' | 'lanczos2' | 'lanczos3'
}

/** Larger pictures are refused from their header, before any memory is taken. */
export const MAX_PIXELS = 64e6
const MAX_FILE_BYTES = 256 * 2 ** 20

// SVG, PDF and the like can reach other files; libvips' loaders for them stay shut in the whole process.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Tiff', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`),
})
// Every picture is read once.
sharp.cache(false)

/** Bytes of the picture, NHWC of one image. Turned as its EXIF says; transparent parts on black; 16 bits to 8. */
export async function decodeImage(path: string, { size, channels, kernel }: ResizeChoice): Promise<Uint8Array> {
  const file = await readWhole(path, MAX_FILE_BYTES)
  try {
    const picture = sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'warning', pages: 1 })
    const scaled = () =>
      picture
        .autoOrient()
        .flatten({ background: '#000' })
        .resize(size, size, { fit: 'cover', position: 'centre', kernel })
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
    const { data, info } = await withRoom(unpackedBytes(await picture.metadata()), path, scaled)
    if (info.channels !== channels) throw new Error(`decoded to ${info.channels} channels`)
    return data
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    const reason = messageOf(cause).trim().split('\n')[0]
    const wanted = `PNG, JPEG, WebP, TIFF, GIF and AVIF of up to ${MAX_PIXELS / 1e6} million pixels are read`
    throw new Refusal(
      `${path} is no readable picture (${reason}). ${wanted}: remove it from the folder or convert it.`,
      {
        field: path,
        code: 'unsupported',
        cause,
      },
    )
  }
}

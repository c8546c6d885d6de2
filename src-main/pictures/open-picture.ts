/** A picture file opened by what it holds: by libvips (sharp) with only the formats of pictures let through, or as a Windows bitmap. */
import sharp, { type Sharp } from 'sharp'
import { messageOf, Refusal } from '#contract/refusal.ts'
import { bmpSize, decodeBmp, isBmp } from './bmp.ts'

/** Larger pictures are refused from their header, before any memory is taken. */
const MAX_PIXELS = 64e6
export const MAX_FILE_BYTES = 256 * 2 ** 20
const FORMATS = `PNG, JPEG, WebP, TIFF, GIF, BMP and AVIF of up to ${MAX_PIXELS / 1e6} million pixels`

// SVG, PDF and the like can reach other files; libvips' loaders for them stay shut in the whole process.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Tiff', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`),
})
// Every picture is read once.
sharp.cache(false)

export type PictureHeader = {
  width: number
  height: number
  channels: number
  depth: string
  space: string
  hasAlpha?: boolean
  /** EXIF's, from 1; 5 to 8 lie on their side. */
  orientation?: number
}

/** `picture` unpacks it, and is called once there is room for what the header says. */
export async function openPicture(file: Uint8Array): Promise<{ header: PictureHeader; picture: () => Sharp }> {
  if (!isBmp(file)) {
    const opened = sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'warning', pages: 1 })
    const header = await opened.metadata()
    return { header: { ...header, depth: String(header.depth), space: String(header.space) }, picture: () => opened }
  }
  const { width, height, channels } = bmpSize(file)
  if (width * height > MAX_PIXELS) throw new Error('Input image exceeds pixel limit')
  const header = { width, height, channels, depth: 'uchar', space: channels === 1 ? 'b-w' : 'srgb' }
  return {
    header,
    picture: () => {
      const { data } = decodeBmp(file)
      const opened = sharp(data, { raw: { width, height, channels } })
      return channels === 1 ? opened.toColourspace('b-w') : opened
    },
  }
}

/** The decoder's error as a sentence that names the file. */
export function unreadable(path: string, cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause
  const reason = messageOf(cause).trim().split('\n')[0]
  const message = `${path} is no readable picture (${reason}). ${FORMATS} are read: remove it from the folder or convert it.`
  return new Refusal(message, { field: path, code: 'unsupported', cause })
}

/** One picture file to pixels of a stated size. */
import { readWhole } from '#files/read-file.ts'
import { unpackedBytes, withRoom } from './decode-memory.ts'
import { MAX_FILE_BYTES, openPicture, unreadable } from './open-picture.ts'

/** How pictures become images of one size: scaled until the shorter side fits, then cut to the middle square. */
export type ResizeChoice = {
  /** Side in pixels. */
  size: number
  /** 1 grey (libvips b-w), 3 sRGB. */
  channels: 1 | 3
  /** Resampling kernel; `lanczos3` is what Pillow and clean-fid call Lanczos (Parmar et al. 2022, arXiv:2104.11222). */
  kernel: 'nearest' | 'linear' | 'cubic' | 'mitchell' | 'lanczos2' | 'lanczos3'
}

/** Bytes of the picture, NHWC of one image. Turned as its EXIF says; transparent parts on black; 16 bits to 8. */
export async function decodeImage(path: string, { size, channels, kernel }: ResizeChoice): Promise<Uint8Array> {
  const file = await readWhole(path, MAX_FILE_BYTES)
  try {
    const { header, picture } = await openPicture(file)
    const scaled = () =>
      picture()
        .autoOrient()
        .flatten({ background: '#000' })
        .resize(size, size, { fit: 'cover', position: 'centre', kernel })
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
    const { data, info } = await withRoom(unpackedBytes(header), path, scaled)
    if (info.channels !== channels) throw new Error(`decoded to ${info.channels} channels`)
    return data
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

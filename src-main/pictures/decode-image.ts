/** One picture file to pixels of a stated size. */
import { createHash } from 'node:crypto'
import type { Sharp } from 'sharp'
import { readWhole } from '#files/read-file.ts'
import { unpackedBytes, withRoom } from './decode-memory.ts'
import { greyOf, type GreyName } from './grey.ts'
import { MAX_FILE_BYTES, openPicture, unreadable } from './open-picture.ts'
import { rangedPicture } from './ranged-picture.ts'

/** How pictures become images of one size: scaled until the shorter side fits, then cut to the middle square. */
export type ResizeChoice = {
  /** Side in pixels. */
  size: number
  /** 1 grey, 3 sRGB. */
  channels: 1 | 3
  /** Resampling kernel; `lanczos3` is what Pillow and clean-fid call Lanczos (Parmar et al. 2022, arXiv:2104.11222). */
  kernel: 'nearest' | 'linear' | 'cubic' | 'mitchell' | 'lanczos2' | 'lanczos3'
  /** Grey from colour; bt601 where absent. */
  grey?: GreyName
  /** What lies behind transparent parts, or `drop`: colours as if nothing were transparent. Black where absent. */
  alpha?: 'black' | 'white' | 'drop'
  /** Stored values that are black and white; where absent, the whole range of the picture's 8 or 16 bits. */
  range?: readonly [number, number]
  /** Values beyond `range` become its nearer end. */
  clip?: boolean
}

/** What was met on the way, for the card. */
export type Decoded = {
  pixels: Uint8Array
  hadAlpha: boolean
  hadColour: boolean
  deep: boolean
  scaled: boolean
  hash: string
}

/**
 * Bytes of the picture, NHWC of one image. Turned as its EXIF says; 16 bits to 8; scaled first, then made grey. Pictures of floats are
 * refused without their range.
 */
export async function decodeImage(path: string, choice: ResizeChoice): Promise<Decoded> {
  const file = await readWhole(path, MAX_FILE_BYTES)
  try {
    const { header, picture } = await openPicture(file)
    const hadColour = !['b-w', 'grey16'].includes(header.space ?? '') && (header.channels ?? 3) > 2
    const decode = async () => {
      const source =
        choice.alpha === 'drop' ? picture().autoOrient().removeAlpha() : onBackground(picture().autoOrient(), choice)
      const whole = choice.range || isFloat(header.depth) ? await rangedPicture(source, header, choice, path) : source
      return scaled(whole, choice, hadColour)
    }
    const pixels = await withRoom(unpackedBytes(header), path, decode)
    const hash = createHash('sha256').update(file).digest('hex')
    const isScaled = header.width !== choice.size || header.height !== choice.size
    const met = { hadAlpha: header.hasAlpha ?? false, hadColour, deep: header.depth === 'ushort', scaled: isScaled }
    return { pixels, ...met, hash }
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

const isFloat = (depth: string | undefined) => depth === 'float' || depth === 'double'

const onBackground = (picture: Sharp, { alpha }: ResizeChoice) =>
  picture.flatten({ background: alpha === 'white' ? '#fff' : '#000' })

async function scaled(whole: Sharp, choice: ResizeChoice, hadColour: boolean): Promise<Uint8Array> {
  const { size, channels, kernel, grey = 'bt601' } = choice
  const mix = channels === 1 && hadColour && grey === 'bt601'
  const wanted = mix ? 3 : channels
  const { data, info } = await whole
    .resize(size, size, { fit: 'cover', position: 'centre', kernel })
    .toColourspace(wanted === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== wanted) throw new Error(`decoded to ${info.channels} channels`)
  return mix ? greyOf(new Uint8Array(data.buffer, data.byteOffset, data.length), grey).values : data
}

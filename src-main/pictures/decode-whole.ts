/** A picture as its file holds it, for judging: its own size, nothing turned, scaled or blended. */
import { messageOf, Refusal } from '#contract/refusal.ts'
import { unpackedBytes, withRoom } from './decode-memory.ts'
import { openPicture } from './open-picture.ts'

export type WholePicture = { pixels: Uint8Array; height: number; width: number; channels: 1 | 3 }

/** Grey stays one channel, all else becomes sRGB; transparency is dropped, as Pillow's convert('RGB') drops it; 16 bits become 8. */
export async function decodeWhole(file: Uint8Array, name: string): Promise<WholePicture> {
  try {
    const { header, picture } = await openPicture(file)
    const whole = () =>
      picture()
        .removeAlpha()
        .toColourspace(header.space === 'b-w' ? 'b-w' : 'srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
    const { data, info } = await withRoom(unpackedBytes(header), name, whole)
    const { width, height, channels } = info
    if (channels !== 1 && channels !== 3) throw new Error(`it has ${channels} channels`)
    return { pixels: data, height, width, channels }
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    const reason = messageOf(cause).trim().split('\n')[0]
    throw new Refusal(`${name} is no readable picture (${reason}). Remove it, or convert it to PNG.`, {
      field: name,
      code: 'unsupported',
      cause,
    })
  }
}

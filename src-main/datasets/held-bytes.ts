/** How many bytes of pixels are held of one data set: with what reading takes besides, some 100 MB, it stays below 512 MB. */
import { Refusal } from '#contract/refusal.ts'

export const MOST_PIXEL_BYTES = 384 * 2 ** 20

/** Refuses before the room is taken. `what` says what takes it, as "70000 pictures of 64x64x3". */
export function refuseTooLarge(source: string, what: string, bytes: number, field = source): void {
  if (bytes <= MOST_PIXEL_BYTES) return
  const [takes, most] = [bytes, MOST_PIXEL_BYTES].map((size) => `${Math.ceil(size / 1e6)} MB`)
  throw new Refusal(
    `${source}: ${what} take ${takes}; at most ${most} are held. Save fewer or smaller images, bytes where they are floats, or several files.`,
    { field, code: 'unsupported' },
  )
}

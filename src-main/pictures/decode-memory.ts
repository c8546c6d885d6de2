/** Room for pictures that are unpacked at once: libvips holds many kinds whole, however small their file is. */
import { Refusal } from '#contract/refusal.ts'

/** Of all pictures that are being unpacked, and of any one. */
const ROOM_BYTES = 256 * 2 ** 20
const MOST_BYTES = 320 * 2 ** 20
const DEPTH_BYTES: Readonly<Record<string, number>> = {
  uchar: 1,
  char: 1,
  ushort: 2,
  short: 2,
  uint: 4,
  int: 4,
  float: 4,
  double: 8,
}

type Header = { width?: number; height?: number; channels?: number; depth?: string }

/** What it takes whole, from its header. */
export const unpackedBytes = ({ width = 0, height = 0, channels = 4, depth = 'uchar' }: Header): number =>
  width * height * channels * (DEPTH_BYTES[depth] ?? 8)

let used = 0
const waiting: (() => void)[] = []

const fits = (bytes: number): boolean => used === 0 || used + bytes <= ROOM_BYTES

/** Does `work` once there is room for it; pictures wait for one another in their order. Refuses one that never has room. */
export async function withRoom<T>(bytes: number, name: string, work: () => Promise<T>): Promise<T> {
  if (bytes > MOST_BYTES) {
    const [megabytes, most] = [bytes, MOST_BYTES].map((size) => Math.round(size / 1e6))
    throw new Refusal(
      `${name} takes ${megabytes} MB unpacked; at most ${most} are read. Make it smaller, or save it with 8 bits.`,
      {
        field: name,
        code: 'unsupported',
      },
    )
  }
  while (!fits(bytes)) await new Promise<void>((resolve) => waiting.push(resolve))
  used += bytes
  try {
    return await work()
  } finally {
    used -= bytes
    for (const go of waiting.splice(0)) go()
  }
}

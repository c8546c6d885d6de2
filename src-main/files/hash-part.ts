/** Files of any size through a hash, a megabyte at a time in one buffer. */
import type { Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { fileRefusal } from './read-file.ts'

const PART_BYTES = 2 ** 20

/** The bytes `from` to `to`, the last left out, or up to the end of the file. */
export async function hashPart(hash: Hash, path: string, from = 0, to = Infinity): Promise<void> {
  try {
    const file = await open(path)
    try {
      const part = new Uint8Array(PART_BYTES)
      for (let at = from; at < to;) {
        const { bytesRead } = await file.read(part, 0, Math.min(PART_BYTES, to - at), at)
        if (bytesRead === 0) return
        hash.update(part.subarray(0, bytesRead))
        at += bytesRead
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileRefusal(error, path)
  }
}

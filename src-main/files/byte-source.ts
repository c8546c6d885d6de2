/** Bytes that can be read from their start as often as is needed, a part at a time, whatever they lie in. */
import { open } from 'node:fs/promises'
import { fileRefusal, fileSize } from './read-file.ts'

/** A part is only good until the next is asked for. */
export type ByteSource = { bytes: number; parts(): AsyncIterable<Uint8Array> }

const PART_BYTES = 2 ** 20

export async function fileSource(path: string): Promise<ByteSource> {
  const bytes = await fileSize(path)
  return { bytes, parts: () => fileParts(path, 0, bytes) }
}

export const memorySource = (bytes: Uint8Array): ByteSource => ({
  bytes: bytes.length,
  async *parts() {
    yield bytes
  },
})

/** The bytes `from` to `to`, the last left out; fewer where the file ends before. */
export async function* fileParts(path: string, from: number, to: number): AsyncGenerator<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const part = new Uint8Array(Math.min(PART_BYTES, Math.max(0, to - from)))
      for (let at = from; at < to;) {
        const { bytesRead } = await file.read(part, 0, Math.min(part.length, to - at), at)
        if (bytesRead === 0) return
        yield part.subarray(0, bytesRead)
        at += bytesRead
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileRefusal(error, path)
  }
}

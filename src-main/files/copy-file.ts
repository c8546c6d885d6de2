/** Copies a file and says what it held: its size and SHA-256, both of the bytes that were written. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

export type Copied = { bytes: number; hash: string }

const PIECE = 4 * 2 ** 20

/** What is appended meanwhile is not waited for: a file is copied as long as it was when it was opened. On the disk when it resolves. */
export async function copyHashed(from: string, to: string): Promise<Copied> {
  const source = await open(from, 'r')
  try {
    const target = await open(to, 'w')
    try {
      const { size } = await source.stat()
      const hash = createHash('sha256')
      const piece = Buffer.allocUnsafe(Math.min(PIECE, Math.max(1, size)))
      let bytes = 0
      while (bytes < size) {
        const { bytesRead } = await source.read(piece, 0, Math.min(piece.length, size - bytes))
        if (bytesRead === 0) break
        const part = piece.subarray(0, bytesRead)
        hash.update(part)
        for (let at = 0; at < part.length;) at += (await target.write(part, at)).bytesWritten
        bytes += bytesRead
      }
      await target.sync()
      return { bytes, hash: hash.digest('hex') }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

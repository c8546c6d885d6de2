/** Files of any size through a hash, a part at a time. */
import { createHash, type Hash } from 'node:crypto'
import { fileParts } from './byte-source.ts'

/** The bytes `from` to `to`, the last left out, or up to the end of the file. */
export async function hashPart(hash: Hash, path: string, from = 0, to = Infinity): Promise<void> {
  for await (const part of fileParts(path, from, to)) hash.update(part)
}

/** SHA-256 of the whole file. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await hashPart(hash, path)
  return hash.digest('hex')
}

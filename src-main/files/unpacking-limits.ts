/** What a packed file may unpack to. Small files that claim gigabytes are refused before any memory is taken. */
import { Refusal } from '#contract/refusal.ts'
import { MAX_BYTES } from './read-file.ts'

/** Real image arrays pack 1.1 to 20 times; zeros alone reach deflate's limit of 1032. */
const MAX_RATIO = 200
/** Below this no ratio is suspicious. */
const FREE_BYTES = 32 * 2 ** 20

export function refuseBomb(file: string, packedBytes: number, unpackedBytes: number): void {
  const room = Math.min(MAX_BYTES, Math.max(FREE_BYTES, MAX_RATIO * packedBytes))
  if (unpackedBytes <= room) return
  const message = `${file} would unpack from ${packedBytes} to ${unpackedBytes} bytes, at most ${room} are allowed.`
  throw new Refusal(`${message} Unpack it yourself if you trust it, and give the unpacked file.`, { field: file })
}

/** Packed bytes unpacked as they pass by: an entry of a .zip, never more of it at once than a part, its length and CRC-32 checked at the end. */
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { PACKED, refuseMethod } from './zip.ts'
import { damaged, type ZipEntry } from './zip-directory.ts'

export async function* unpackParts(
  packed: AsyncIterable<Uint8Array>,
  { method, bytes, crc }: ZipEntry,
  where: string,
): AsyncGenerator<Uint8Array> {
  refuseMethod(method, where)
  let found = 0
  let check = 0
  for await (const part of method === PACKED ? inflated(packed, where) : packed) {
    found += part.length
    if (found > bytes) break
    check = crc32(part, check)
    yield part
  }
  if (found !== bytes || check !== crc) throw damaged(where, 'is altered: its checksum does not match.')
}

async function* inflated(packed: AsyncIterable<Uint8Array>, where: string): AsyncGenerator<Uint8Array> {
  try {
    yield* unpacked(packed, createInflateRaw())
  } catch {
    throw damaged(where, 'cannot be unpacked: it is altered, or larger than it says.')
  }
}

/** What `stream` makes of the parts. Throws its error where they are damaged. */
export async function* unpacked(packed: AsyncIterable<Uint8Array>, stream: Transform): AsyncGenerator<Uint8Array> {
  // Copied, because a part is only good until the next is asked for.
  const copies = Readable.from(
    (async function* () {
      for await (const part of packed) yield Uint8Array.from(part)
    })(),
  )
  // Its error reaches the loop through the stream.
  const fed = pipeline(copies, stream).catch(() => undefined)
  try {
    for await (const part of stream) yield part as Uint8Array
  } finally {
    stream.destroy()
    await fed
  }
}

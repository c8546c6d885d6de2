/** IDX, the format of MNIST: magic 00 00 08 <rank>, one big-endian uint32 per dimension, then the bytes. LeCun, Cortes & Burges. */
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import { Refusal } from '#contract/refusal.ts'
import { fileSource } from '#files/byte-source.ts'
import { firstBytes, readWhole } from '#files/read-file.ts'
import { unpacked } from '#files/unpack-parts.ts'
import { refuseBomb } from '#files/unpacking-limits.ts'
import { MOST_PIXEL_BYTES, refuseTooLarge } from './held-bytes.ts'

export type IdxArray = { shape: number[]; data: Uint8Array }

/** The uncompressed bytes of an IDX file; unpacks it when it is a .gz, whatever its name. */
export async function readIdxBytes(path: string): Promise<Uint8Array> {
  const start = await firstBytes(path, 1024)
  if (start[0] === 0x1f && start[1] === 0x8b) return gunzipIdx(path, start)
  return readWhole(path, MOST_PIXEL_BYTES)
}

/**
 * An IDX file of unsigned bytes with `rank` dimensions: 1 (magic 0x00000801, labels) or 3 (0x00000803, images). `data` is
 * a view of `bytes`. The length must be what the header says, to the byte.
 */
export function parseIdx(bytes: Uint8Array, rank: 1 | 3, file: string): IdxArray {
  const { headerBytes, shape, length } = idxHeader(bytes, rank, file)
  const found = bytes.length - headerBytes
  if (found < length) {
    throw damaged(file, `is cut short: its header promises ${shape.join(' x ')} = ${length} bytes, ${found} are there.`)
  }
  if (found > length) throw damaged(file, `has ${found - length} bytes after its last item.`)
  return { shape, data: bytes.subarray(headerBytes) }
}

function idxHeader(bytes: Uint8Array, rank: 1 | 3, file: string) {
  const headerBytes = 4 + 4 * rank
  if (bytes.length < headerBytes)
    throw damaged(file, `is cut short: ${bytes.length} bytes, its header alone is ${headerBytes}.`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes)
  const magic = view.getUint32(0)
  if (magic !== 0x0800 + rank) {
    const what = rank === 3 ? 'IDX images (0x00000803)' : 'IDX labels (0x00000801)'
    throw new Refusal(
      `${file} is no file of ${what}: it begins with 0x${magic.toString(16).padStart(8, '0')}. Check which file is which.`,
      {
        field: file,
      },
    )
  }
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i))
  return { headerBytes, shape, length: shape.reduce((product, size) => product * size, 1) }
}

/** Unpacks the header first, so that the rest is never given more room than the header asks for; the packed file passes by. */
async function gunzipIdx(path: string, start: Uint8Array): Promise<Uint8Array> {
  try {
    const head = gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH })
    const { headerBytes, length } = idxHeader(head, head[3] === 1 ? 1 : 3, path)
    const { bytes: packed, parts } = await fileSource(path)
    refuseBomb(path, packed, headerBytes + length)
    refuseTooLarge(path, `${length} pixels`, length)
    const whole = new Uint8Array(headerBytes + length)
    let filled = 0
    for await (const part of unpacked(parts(), createGunzip())) {
      if (filled + part.length > whole.length) throw damaged(path, 'unpacks to more than its header promises.')
      whole.set(part, filled)
      filled += part.length
    }
    return whole.subarray(0, filled)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw damaged(path, 'cannot be unpacked: its gzip data are damaged.')
  }
}

const damaged = (file: string, what: string) =>
  new Refusal(`${file} ${what} Copy or download it again.`, { field: file, code: 'damaged' })
